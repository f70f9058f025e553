package io.cdrwebhooks.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The exporter's data about a report, from the object's user metadata.
///
/// `error` is never empty text. `sha256` is in lower case. `complaints` lists, for the log, the
/// values that could not be parsed. If the number of lines cannot be parsed, the lines are counted.
/// If the error cannot be parsed, it is passed on unchanged, because a receiver must learn that the
/// export failed.
public record ReportMetadata(
    OptionalLong numberOfLines,
    Optional<String> error,
    Optional<String> sha256,
    List<String> complaints) {
  public static final ReportMetadata NONE =
      new ReportMetadata(OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of());

  private static final Pattern LINES = Pattern.compile("[0-9]{1,15}");
  private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}");

  public ReportMetadata {
    complaints = List.copyOf(complaints);
  }

  /// Reads user metadata without the `x-amz-meta-` prefix; names are in lower case.
  public static ReportMetadata parse(Map<String, String> metadata) {
    List<String> complaints = new ArrayList<>();
    return new ReportMetadata(
        lines(metadata.get("number-of-lines"), complaints),
        Optional.ofNullable(metadata.get("error"))
            .filter(error -> !error.isBlank())
            .map(error -> text(error, complaints)),
        sha256(metadata.get("sha256"), complaints),
        complaints);
  }

  private static OptionalLong lines(@Nullable String value, List<String> complaints) {
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!LINES.matcher(value).matches()) {
      complaints.add(
          "number-of-lines is not a decimal number of at most 15 digits, so it is not used");
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(value));
  }

  private static Optional<String> sha256(@Nullable String value, List<String> complaints) {
    if (value == null) {
      return Optional.empty();
    }
    if (!SHA256.matcher(value).matches()) {
      complaints.add("sha256 is not 64 hexadecimal digits, so it is not used");
      return Optional.empty();
    }
    return Optional.of(value.toLowerCase(Locale.ROOT));
  }

  private static String text(String error, List<String> complaints) {
    Optional<String> decoded = percentDecode(error);
    if (decoded.isEmpty()) {
      complaints.add("error is not valid percent-encoded UTF-8, so it is passed on unchanged");
    }
    return decoded.orElse(error);
  }

  /// Decodes `%XX` as in RFC 3986, so a plus stays a plus; empty when malformed.
  private static Optional<String> percentDecode(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        decoded.put(encoded[i]);
        continue;
      }
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      decoded.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
