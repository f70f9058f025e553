package io.cdrwebhooks.link;

import io.cdrwebhooks.hash.Sha256;

/// The SHA-256 of an access token in 64 lower-case hexadecimal digits: the key of a download link.
public record TokenHash(String hex) {
  public TokenHash {
    if (!Sha256.isHex(hex)) {
      throw new IllegalArgumentException("a token hash must be 64 lower-case hexadecimal digits");
    }
  }
}
