package io.cdrwebhooks.answer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A header of a receiver's answer. From [#safe], it may be stored and shown; it is untrusted text.
public record AnswerHeader(String name, String value) {
  /// The most headers of one answer that are stored.
  public static final int MAX_HEADERS = 20;

  /// The most bytes of UTF-8 that the names and values of one answer may take, as stored.
  public static final int LIMIT = 4_096;

  /// Parts of the names of headers that carry credentials or ask for them, such as Set-Cookie,
  /// WWW-Authenticate and X-Api-Key.
  private static final List<String> CREDENTIAL_WORDS =
      List.of("auth", "cookie", "credential", "key", "password", "secret", "session", "token");

  /// Returns the first headers in their order, up to the limits. It hides the values of headers
  /// that carry credentials, and makes the other values safe with `text`.
  public static List<AnswerHeader> safe(List<AnswerHeader> received, SafeText text) {
    List<AnswerHeader> safe = new ArrayList<>();
    int left = LIMIT;
    for (AnswerHeader header : received) {
      AnswerHeader shown = header.safe(text);
      left -= bytes(shown.name) + bytes(shown.value);
      if (left < 0 || safe.size() == MAX_HEADERS) {
        break;
      }
      safe.add(shown);
    }
    return List.copyOf(safe);
  }

  private AnswerHeader safe(SafeText text) {
    return new AnswerHeader(
        oneLine(name, text), isCredential() ? SafeText.HIDDEN : oneLine(value, text));
  }

  private boolean isCredential() {
    String lower = name.toLowerCase(Locale.ROOT);
    return CREDENTIAL_WORDS.stream().anyMatch(lower::contains);
  }

  /// A header has one line.
  private static String oneLine(String received, SafeText text) {
    return text.clean(received.getBytes(StandardCharsets.UTF_8))
        .replace('\n', ' ')
        .replace('\t', ' ');
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Shows no value: one that was just received may be a secret.
  @Override
  public String toString() {
    return "AnswerHeader[name=" + name + "]";
  }
}
