package io.cdrwebhooks.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// Text that came from a receiver, made safe to keep, log and show.
public final class SafeText {
  /// Characters kept of an answer, after the secrets were cut out.
  public static final int LIMIT = 4_096;

  private SafeText() {}

  /// Decodes UTF-8 leniently, cuts out each secret (receivers echo what they were sent), replaces
  /// control and formatting characters except line feed and tab by U+FFFD, and keeps the first
  /// [#LIMIT] characters.
  public static String of(byte[] bytes, Collection<String> secrets) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (String secret : secrets) {
      text = text.replace(secret, "[removed]");
    }
    StringBuilder safe = new StringBuilder(Math.min(text.length(), LIMIT));
    for (int i = 0; i < text.length() && safe.length() < LIMIT; ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (safe.length() + Character.charCount(codePoint) <= LIMIT) {
        safe.appendCodePoint(isHarmless(codePoint) ? codePoint : 0xfffd);
      } else {
        break;
      }
    }
    return safe.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return codePoint == '\n'
        || codePoint == '\t'
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE ->
              false;
          case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
          default -> true;
        };
  }
}
