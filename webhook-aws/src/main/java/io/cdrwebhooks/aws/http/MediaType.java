package io.cdrwebhooks.aws.http;

import java.util.regex.Pattern;

/// Reads a `Content-Type` header (RFC 9110, 8.3).
final class MediaType {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"";
  private static final String PARAMETER =
      "[ \t]*;[ \t]*(?:charset=(?:utf-8|\"utf-8\")|(?!charset=)"
          + TOKEN
          + "=(?:"
          + TOKEN
          + "|"
          + QUOTED
          + "))?";
  private static final Pattern JSON =
      Pattern.compile(
          "[ \t]*application/json(?:" + PARAMETER + ")*+[ \t]*", Pattern.CASE_INSENSITIVE);
  private static final int MAX_LENGTH = 256;

  private MediaType() {}

  /// Returns whether the type is JSON in UTF-8; other parameters are ignored.
  static boolean isJson(String contentType) {
    return contentType.length() <= MAX_LENGTH && JSON.matcher(contentType).matches();
  }
}
