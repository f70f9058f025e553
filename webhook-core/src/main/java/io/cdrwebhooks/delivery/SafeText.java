package io.cdrwebhooks.delivery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
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

  /// Decodes UTF-8 leniently and removes each secret, because some receivers echo requests: in
  /// upper and lower case, without hyphens, as JSON, in URLs, and in hexadecimal and base64. It
  /// also removes the beginning of a secret at the end of the text. Control and formatting
  /// characters except line feed and tab become U+FFFD. Returns the beginning that takes up to
  /// [#LIMIT] bytes.
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
    if (text.isEmpty()) {
      return text;
    }
    List<String> whole = longestFirst(secrets.stream().flatMap(SafeText::spellings));
    String rest = without(text, whole);
    for (String secret : whole) {
      rest = withoutBeginningAtTheEnd(rest, secret);
    }
    return without(rest, longestFirst(whole.stream().flatMap(SafeText::longRuns)));
  }

  /// Removes the parts, whatever their case: a receiver may parse a token and print it again.
  private static String without(String text, List<String> parts) {
    String rest = text;
    for (String part : parts) {
      StringBuilder kept = new StringBuilder();
      int done = 0;
      for (int at = 0; at <= rest.length() - part.length(); at++) {
        if (rest.regionMatches(true, at, part, 0, part.length())) {
          kept.append(rest, done, at).append(REMOVED);
          done = at + part.length();
          at = done - 1;
        }
      }
      rest = done == 0 ? rest : kept.append(rest, done, rest.length()).toString();
    }
    return rest;
  }

  /// Sorts the forms of all secrets, the longest first, because one secret may be a part of
  /// another.
  private static List<String> longestFirst(Stream<String> forms) {
    return forms
        .filter(form -> !form.isEmpty())
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /// Returns a secret as sent, and as receivers may write it.
  private static Stream<String> spellings(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Stream<String> plain =
        Stream.of(
            secret,
            secret.replace("/", "\\/"),
            secret.replace("-", ""),
            URLEncoder.encode(secret, StandardCharsets.UTF_8));
    Stream<String> encoded =
        Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
            .flatMap(base64 -> Stream.of(0, 1, 2).map(before -> within(base64, before, bytes)));
    return Stream.concat(
        plain,
        Stream.concat(Stream.of(HexFormat.of().formatHex(bytes)), encoded)
            .filter(form -> form.length() >= TELLING));
  }

  /// Returns the characters of a longer text in base64 that depend on these bytes alone, if
  /// `before` bytes of a group of three are before them.
  private static String within(Base64.Encoder base64, int before, byte[] bytes) {
    byte[] group = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, group, before, bytes.length);
    int bitsOfACharacter = 6;
    int first = Math.ceilDiv(before * Byte.SIZE, bitsOfACharacter);
    int end = group.length * Byte.SIZE / bitsOfACharacter;
    return first < end ? base64.encodeToString(group).substring(first, end) : "";
  }

  /// Returns the long runs of letters and digits, which every encoder leaves unchanged.
  private static Stream<String> longRuns(String secret) {
    return Stream.of(secret.split("[^A-Za-z0-9]+", -1)).filter(run -> run.length() >= TELLING);
  }

  /// Removes the beginning of a secret at the end of the text: the reader stops at a limit, which
  /// may cut a secret.
  private static String withoutBeginningAtTheEnd(String text, String secret) {
    for (int length = secret.length() - 1; length >= TELLING; length--) {
      if (text.regionMatches(true, text.length() - length, secret, 0, length)) {
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
