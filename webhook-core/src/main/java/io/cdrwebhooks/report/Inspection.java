package io.cdrwebhooks.report;

import io.cdrwebhooks.hash.Sha256;
import java.util.Optional;

/// The result of inspecting a report before it is announced. The delivery stores it, and all its
/// attempts announce the same values.
///
/// `numberOfLines` is 0 when it is unknown. `error` is empty text when nothing is wrong. `sha256`
/// is the file's digest as 64 lower-case hexadecimal digits; empty when it is unknown, or when
/// there is no file to fetch.
public record Inspection(long numberOfLines, String error, Optional<String> sha256) {

  /// The value for a report that was not inspected yet: its number of lines is unknown.
  public static final Inspection UNKNOWN = new Inspection(0, ErrorCode.TOO_LARGE_TO_COUNT.text());

  public Inspection {
    if (numberOfLines < 0) {
      throw new IllegalArgumentException("lines must not be negative: " + numberOfLines);
    }
    if (!sha256.map(Sha256::isHex).orElse(true)) {
      throw new IllegalArgumentException(
          "sha256 must be 64 lower-case hex digits: " + sha256.get());
    }
  }

  /// Creates a result without a digest.
  public Inspection(long numberOfLines, String error) {
    this(numberOfLines, error, Optional.empty());
  }

  public ErrorCode errorCode() {
    return ErrorCode.of(error);
  }
}
