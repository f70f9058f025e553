package io.cdrwebhooks.aws.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads dates and times in the format of RFC 3339, 5.6.
public final class Timestamps {
  /// The shape of a time. The JDK's own format accepts more: no seconds, and years of more than
  /// four digits.
  private static final Pattern SHAPE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?"
              + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})");

  private Timestamps() {}

  /// Parses a time and cuts it to whole milliseconds. Returns empty for any other text, including
  /// leap seconds and days or times that do not exist.
  public static Optional<Instant> parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      Instant instant = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
      return Optional.of(instant.truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
