package io.cdrwebhooks.link;

import io.cdrwebhooks.hash.Sha256;
import java.time.Instant;

/// A receiver's statement that it has the file of a delivery. `sha256` is the digest of the
/// receiver's file, in 64 lower-case hexadecimal digits; `at` is in whole milliseconds.
public record FileReceipt(Instant at, String sha256) {
  public FileReceipt {
    if (!Sha256.isHex(sha256)) {
      throw new IllegalArgumentException(
          "sha256 must be 64 lower-case hexadecimal digits: " + sha256);
    }
  }
}
