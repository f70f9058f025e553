package io.cdrwebhooks.link;

import java.util.regex.Pattern;

/// The SHA-256 of an access token in 64 lower-case hexadecimal digits: the key of a download link.
public record TokenHash(String hex) {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

  public TokenHash {
    if (!SHAPE.matcher(hex).matches()) {
      throw new IllegalArgumentException("a token hash must be 64 lower-case hexadecimal digits");
    }
  }
}
