package io.cdrwebhooks.emulators;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The settings of [S3Emulator]. `port` 0 selects a free one. The emulator creates the `buckets`
/// that do not exist.
///
/// Without a `directory` objects are on the heap until the emulator closes, and a bucket with
/// versioning keeps their versions. In a directory each object is a file, without versions. Its
/// metadata is in extended attributes, which the file system must have. Segments of a key are file
/// names, so their length is limited.
public record S3Settings(
    int port, Optional<Path> directory, AccessKey accessKey, List<String> buckets) {
  public S3Settings {
    buckets = List.copyOf(buckets);
  }
}
