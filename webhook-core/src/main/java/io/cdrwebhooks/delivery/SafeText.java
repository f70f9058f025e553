package io.cdrwebhooks.delivery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Makes text from a receiver safe to store, log and show.
public final class SafeText {
  /// The longest stored answer in bytes of UTF-8, after secrets were removed; so also in
  /// characters.
  public static final int LIMIT = 4_096;

  private static final String REMOVED = "[removed]";

  /// The shortest beginning of a secret that is removed. A shorter one reveals nothing, and
  /// ordinary text may end with it.
  private static final int TELLING = 8;

  private SafeText() {}

  /// Decodes UTF-8 leniently and removes each secret, because some receivers echo requests. It also
  /// removes the beginning of a secret at the end of the text. Control and formatting characters
  /// except line feed and tab become U+FFFD. Returns the beginning that takes up to [#LIMIT] bytes.
  public static String of(byte[] bytes, Collection<String> secrets) {
    String text = withoutSecrets(new String(bytes, StandardCharsets.UTF_8), secrets);
    StringBuilder safe = new StringBuilder(Math.min(text.length(), LIMIT));
    int bytesLeft = LIMIT;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      int shown = isHarmless(codePoint) ? codePoint : 0xfffd;
      bytesLeft -= utf8Length(shown);
      if (bytesLeft < 0) {
        break;
      }
      safe.appendCodePoint(shown);
    }
    return safe.toString();
  }

  private static int utf8Length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /// Removes whole secrets first, then the beginning of a secret at the end of the text, then the
  /// parts of secrets that a receiver's encoder leaves unchanged.
  private static String withoutSecrets(String text, Collection<String> secrets) {
    List<String> whole = longestFirst(secrets, SafeText::spellings);
    String rest = without(text, whole);
    for (String secret : whole) {
      rest = withoutBeginningAtTheEnd(rest, secret);
    }
    return without(rest, longestFirst(secrets, SafeText::longRuns));
  }

  private static String without(String text, List<String> parts) {
    String rest = text;
    for (String part : parts) {
      rest = rest.replace(part, REMOVED);
    }
    return rest;
  }

  /// Returns the forms of all secrets, the longest first, because one secret may be a part of
  /// another.
  private static List<String> longestFirst(
      Collection<String> secrets, Function<String, Stream<String>> forms) {
    return secrets.stream()
        .filter(secret -> !secret.isEmpty())
        .flatMap(forms)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /// Returns a secret as sent, and as a receiver's JSON or URL encoder may write it.
  private static Stream<String> spellings(String secret) {
    return Stream.of(
        secret, secret.replace("/", "\\/"), URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  /// Returns the long runs of letters and digits, which every encoder leaves unchanged.
  private static Stream<String> longRuns(String secret) {
    return Stream.of(secret.split("[^A-Za-z0-9]+", -1)).filter(run -> run.length() >= TELLING);
  }

  /// Removes the beginning of a secret at the end of the text: the reader stops at a limit, which
  /// may cut a secret.
  private static String withoutBeginningAtTheEnd(String text, String secret) {
    for (int length = secret.length() - 1; length >= TELLING; length--) {
      if (text.regionMatches(text.length() - length, secret, 0, length)) {
        return text.substring(0, text.length() - length) + REMOVED;
      }
    }
    return text;
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
