package io.cdrwebhooks.emulators;

import java.util.List;

/// The settings of [S3Emulator]. `port` 0 takes a free one; `buckets` are created unless they
/// exist.
public record S3Settings(
    int port, ObjectStorage storage, AccessKey accessKey, List<String> buckets) {
  public S3Settings {
    Ports.check(port);
    buckets = List.copyOf(buckets);
  }
}
