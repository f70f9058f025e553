package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.time.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the `Retry-After` header: a number of seconds, or a date in one of HTTP's three forms (RFC
/// 9110, sections 10.2.3 and 5.6.7).
final class RetryAfter {
  /// The longest wait; it replaces longer ones.
  static final Duration MAX_LENGTH = Duration.ofDays(30);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  /// A year of two digits that seems to be more than 50 years ahead is in the past (RFC 9110).
  private static final int YEARS_BACK = 49;

  private RetryAfter() {}

  /// Returns the wait from `now` on, at most [#MAX_LENGTH]; empty for malformed values and past
  /// times.
  static Optional<Duration> parse(String value, Instant now) {
    if (DIGITS.matcher(value).matches()) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))));
    }
    return date(value, now)
        .map(date -> Duration.between(now, date))
        .filter(Duration::isPositive)
        .map(RetryAfter::bounded);
  }

  private static Duration bounded(Duration wait) {
    return Durations.shorter(wait, MAX_LENGTH);
  }

  private static Optional<Instant> date(String value, Instant now) {
    return Stream.of(
            format("EEE, dd MMM uuuu HH:mm:ss 'GMT'"), // Sun, 06 Nov 1994 08:49:37 GMT
            withTwoDigitYear(now), // Sunday, 06-Nov-94 08:49:37 GMT
            format("EEE MMM ppd HH:mm:ss uuuu")) // Sun Nov  6 08:49:37 1994
        .flatMap(format -> read(value, format).stream())
        .findFirst();
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private static DateTimeFormatter withTwoDigitYear(Instant now) {
    int earliest = now.atOffset(ZoneOffset.UTC).getYear() - YEARS_BACK;
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH);
  }

  private static Optional<Instant> read(String value, DateTimeFormatter format) {
    try {
      return Optional.of(LocalDateTime.parse(value, format).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
