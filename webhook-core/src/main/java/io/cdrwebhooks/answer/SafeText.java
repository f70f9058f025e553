package io.cdrwebhooks.answer;

import io.cdrwebhooks.path.PublicPaths;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes text from a receiver safe to store, log and show.
public final class SafeText {
  /// The longest stored answer in bytes of UTF-8, after secrets are removed. The same number limits
  /// its characters.
  public static final int LIMIT = 4_096;

  /// The text that replaces a value that may be a secret.
  public static final String HIDDEN = "(hidden)";

  private static final String REMOVED = "[removed]";

  /// The shortest beginning of a secret that is removed. A shorter beginning reveals nothing, and
  /// ordinary text may end with it.
  private static final int MIN_REMOVED_LENGTH = 8;

  /// The name before the token in the path of each download link.
  private static final String LINK_PATH_SEGMENT = PublicPaths.DOWNLOAD_LINKS.replace("/", "");

  /// A token of any download link, whole or in part, in a text in lower case. The slash before it
  /// may be plain or encoded for JSON, HTML or a URL. A receiver may repeat the link of an earlier
  /// attempt, which still works.
  private static final Pattern ANY_TOKEN =
      Pattern.compile(
          LINK_PATH_SEGMENT
              + "(?:\\\\*+/|%(?:25)*+2f|\\\\++u002f|&#(?:x2f|47);)([0-9a-f-]{"
              + MIN_REMOVED_LENGTH
              + ",}+)");

  private static final Pattern LONG_RUN =
      Pattern.compile("[0-9A-Za-z]{" + MIN_REMOVED_LENGTH + ",}");

  /// The breaks that encoders put between the lines of long base64 and hexadecimal: plain, in JSON
  /// or in a URL.
  private static final Pattern BREAK = Pattern.compile("\\s++|\\\\++[nrt]|%0[ad]");

  /// Placeholders for a removed secret: one for its first character, one for each later one.
  /// Lower-cased text contains neither.
  private static final char FIRST_REMOVED = 'F';

  private static final char ALSO_REMOVED = 'A';

  private final List<String> secrets;

  /// The forms of the secrets in lower case, the longest first, because one secret may be a part of
  /// another. Made for the first text that is not empty: most answers have none.
  private List<String> whole = List.of();

  /// The parts of the secrets that every encoder leaves unchanged.
  private List<String> runs = List.of();

  private boolean hasForms;

  private SafeText(Collection<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  private synchronized void makeForms() {
    if (!hasForms) {
      whole = longestFirst(secrets.stream().flatMap(SafeText::spellings));
      runs = longestFirst(whole.stream().flatMap(SafeText::longRuns));
      hasForms = true;
    }
  }

  /// Hides these secrets in texts, because some receivers echo requests.
  public static SafeText hiding(Collection<String> secrets) {
    return new SafeText(secrets);
  }

  /// Decodes UTF-8 leniently and removes each secret: in upper and lower case, without hyphens, as
  /// JSON, in URLs, and in hexadecimal and base64, even if these have line breaks. It also removes
  /// the beginning of a secret at the end of the text, and the token of any download link. Control
  /// and formatting characters except line feed and tab become U+FFFD. Returns the beginning that
  /// takes up to [#LIMIT] bytes.
  public String clean(byte[] bytes) {
    if (bytes.length == 0) {
      return "";
    }
    makeForms();
    String text = withoutSecrets(new String(bytes, StandardCharsets.UTF_8));
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

  private String withoutSecrets(String text) {
    StringBuilder searched = new StringBuilder(lower(text));
    remove(searched, 0);
    removeTokens(searched);
    removeAcrossBreaks(searched);
    StringBuilder rest = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      switch (searched.charAt(i)) {
        case FIRST_REMOVED -> rest.append(REMOVED);
        case ALSO_REMOVED -> {}
        default -> rest.append(text.charAt(i));
      }
    }
    return rest.toString();
  }

  /// Removes whole secrets first, then the beginning of a secret at the end of the text, then the
  /// parts of secrets that a receiver's encoder leaves unchanged. It keeps forms that are shorter
  /// than `shortest`.
  private void remove(StringBuilder searched, int shortest) {
    removeAll(searched, whole, shortest);
    whole.forEach(secret -> removeBeginningAtTheEnd(searched, secret));
    removeAll(searched, runs, shortest);
  }

  private static void removeAll(StringBuilder searched, List<String> parts, int shortest) {
    for (String part : parts) {
      int at = part.length() < shortest ? -1 : searched.indexOf(part);
      while (at >= 0) {
        remove(searched, at, at + part.length());
        at = searched.indexOf(part, at + part.length());
      }
    }
  }

  private static void remove(StringBuilder searched, int from, int to) {
    for (int i = from; i < to; i++) {
      searched.setCharAt(i, i == from ? FIRST_REMOVED : ALSO_REMOVED);
    }
  }

  private static void removeTokens(StringBuilder searched) {
    if (searched.indexOf(LINK_PATH_SEGMENT) >= 0) {
      ANY_TOKEN
          .matcher(searched.toString())
          .results()
          .forEach(token -> remove(searched, token.start(1), token.end(1)));
    }
  }

  /// Removes the secrets that are found only in the text without its line breaks and blanks. Short
  /// ones stay: words that follow each other may look like them.
  private void removeAcrossBreaks(StringBuilder searched) {
    StringBuilder joined = new StringBuilder(searched.length());
    int[] places = new int[searched.length()];
    int from = 0;
    for (MatchResult gap : BREAK.matcher(searched.toString()).results().toList()) {
      from = join(searched, from, gap.start(), joined, places) + gap.end() - gap.start();
    }
    if (from == 0) {
      return;
    }
    join(searched, from, searched.length(), joined, places);
    remove(joined, MIN_REMOVED_LENGTH);
    for (int i = 0; i < joined.length(); i++) {
      if (joined.charAt(i) == FIRST_REMOVED) {
        int first = i;
        while (i + 1 < joined.length() && joined.charAt(i + 1) == ALSO_REMOVED) {
          i++;
        }
        remove(searched, places[first], places[i] + 1);
      }
    }
  }

  /// Appends a part of the text and returns its end.
  private static int join(
      StringBuilder searched, int from, int to, StringBuilder joined, int[] places) {
    for (int i = from; i < to; i++) {
      places[joined.length()] = i;
      joined.append(searched.charAt(i));
    }
    return to;
  }

  /// Returns a text of the same length, with its ASCII letters in lower case.
  private static String lower(String text) {
    char[] lower = text.toCharArray();
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] >= 'A' && lower[i] <= 'Z') {
        lower[i] = (char) (lower[i] + 'a' - 'A');
      }
    }
    return new String(lower);
  }

  private static List<String> longestFirst(Stream<String> forms) {
    return forms
        .filter(form -> !form.isEmpty())
        .map(SafeText::lower)
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
            .filter(form -> form.length() >= MIN_REMOVED_LENGTH));
  }

  /// Returns the base64 characters that depend on these bytes alone, when they stand inside a
  /// longer text. `before` is the number of bytes that precede them in their group of three.
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
    return LONG_RUN.matcher(secret).results().map(MatchResult::group);
  }

  /// Removes the beginning of a secret at the end of the text: the reader stops at a limit, which
  /// may cut a secret.
  private static void removeBeginningAtTheEnd(StringBuilder searched, String secret) {
    int end = searched.length();
    for (int from = Math.max(0, end - secret.length() + 1);
        from <= end - MIN_REMOVED_LENGTH;
        from++) {
      int same = 0;
      while (from + same < end && searched.charAt(from + same) == secret.charAt(same)) {
        same++;
      }
      if (from + same == end) {
        remove(searched, from, end);
        return;
      }
    }
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
