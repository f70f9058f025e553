package io.cdrwebhooks.aws.dynamodb.table;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.concurrent.TimeUnit;

/// Writes and reads instants as ISO 8601 in whole milliseconds, UTC: `2026-01-01T00:00:00.000Z`.
/// Every delivery reads and writes dozens of them, and the JDK's formats cost several times as
/// much.
final class InstantTexts {
  private static final String FORM = "0000-00-00T00:00:00.000Z";

  /// The seconds of the years from 0 to 9999, which have four digits.
  private static final long FIRST_SECOND = -62_167_219_200L;

  private static final long LAST_SECOND = 253_402_300_799L;

  /// The same form for other years, which have more characters.
  private static final DateTimeFormatter ANY_YEAR =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private InstantTexts() {}

  static String text(Instant instant) {
    long second = instant.getEpochSecond();
    if (second < FIRST_SECOND || second > LAST_SECOND) {
      return ANY_YEAR.format(instant);
    }
    LocalDateTime utc = LocalDateTime.ofEpochSecond(second, instant.getNano(), ZoneOffset.UTC);
    char[] text = FORM.toCharArray();
    write(text, 3, utc.getYear());
    write(text, 6, utc.getMonthValue());
    write(text, 9, utc.getDayOfMonth());
    write(text, 12, utc.getHour());
    write(text, 15, utc.getMinute());
    write(text, 18, utc.getSecond());
    write(text, 22, (int) TimeUnit.NANOSECONDS.toMillis(utc.getNano()));
    return new String(text);
  }

  /// Writes a number so that its last digit is at `last`.
  private static void write(char[] text, int last, int number) {
    int rest = number;
    for (int at = last; rest > 0; at--) {
      text[at] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /// Reads an instant in this form, or in any other that [Instant#parse] reads.
  ///
  /// @throws java.time.format.DateTimeParseException if it is none
  static Instant instant(String text) {
    if (hasForm(text)) {
      try {
        return LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19),
                (int) TimeUnit.MILLISECONDS.toNanos(number(text, 20, 23)))
            .toInstant(ZoneOffset.UTC);
      } catch (DateTimeException _) {
        // Such as 24:00:00, which the JDK reads, or no date.
      }
    }
    return Instant.parse(text);
  }

  private static boolean hasForm(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int at = 0; at < text.length(); at++) {
      char formed = FORM.charAt(at);
      char is = text.charAt(at);
      if (formed == '0' ? is < '0' || is > '9' : is != formed) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int end) {
    return Integer.parseInt(text, from, end, 10);
  }
}
