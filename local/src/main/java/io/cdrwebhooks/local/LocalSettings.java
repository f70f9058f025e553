package io.cdrwebhooks.local;

import java.nio.file.Path;
import java.util.Optional;

/// What the local system is started with. A port of 0 takes a free one; without a data directory
/// everything is kept in memory and gone at the end.
public record LocalSettings(
    int apiPort, int s3Port, Optional<Path> dataDirectory, LocalSecrets secrets) {
  /// Where the exporter uploads.
  public static final String BUCKET = "cdr-reports";
}
