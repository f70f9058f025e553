package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-08-02T10:00:00.250Z");

  // Written out, so that no locale of the JDK decides.
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "120, 120", "00060, 60", "2592000, 2592000"})
  void numberIsSeconds(String value, long seconds) {
    assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2592001", "9999999999", "999999999999999999"})
  void longWaitIsBounded(String value) {
    assertThat(RetryAfter.parse(value, NOW)).contains(RetryAfter.MAX_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 02 Aug 2026 10:01:00 GMT",
        "Sunday, 02-Aug-26 10:01:00 GMT",
        "Sun Aug  2 10:01:00 2026"
      })
  void dateIsReadInEachOfItsThreeForms(String value) {
    assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofMillis(59_750));
  }

  @Property
  void anyDateAheadIsReadInEachOfItsThreeForms(
      @ForAll @IntRange(min = 1, max = 30 * 86_400) int seconds) {
    LocalDateTime date = LocalDateTime.ofInstant(NOW.plusSeconds(seconds), ZoneOffset.UTC);
    Duration expected = Duration.ofSeconds(seconds).minusMillis(250);
    String day = DAYS.get(date.getDayOfWeek().getValue() - 1);
    String month = MONTHS.get(date.getMonthValue() - 1);
    String time =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", date.getHour(), date.getMinute(), date.getSecond());
    String dayOfMonth = String.format(Locale.ROOT, "%02d", date.getDayOfMonth());

    assertThat(
            RetryAfter.parse(
                day.substring(0, 3) + ", " + dayOfMonth + " " + month + " 2026 " + time + " GMT",
                NOW))
        .contains(expected);
    assertThat(
            RetryAfter.parse(day + ", " + dayOfMonth + "-" + month + "-26 " + time + " GMT", NOW))
        .contains(expected);
    assertThat(
            RetryAfter.parse(
                String.format(
                    Locale.ROOT,
                    "%s %s %2d %s 2026",
                    day.substring(0, 3),
                    month,
                    date.getDayOfMonth(),
                    time),
                NOW))
        .contains(expected);
  }

  /// Every month's name, over the turn of a year and of a century.
  @Test
  void everyMonthIsRead() {
    Instant before = Instant.parse("1999-12-31T00:00:00Z");
    for (int month = 1; month <= 12; month++) {
      LocalDateTime date = LocalDateTime.of(2000, month, 9, 12, 0);
      String value =
          DAYS.get(date.getDayOfWeek().getValue() - 1)
              + ", 09-"
              + MONTHS.get(month - 1)
              + "-00 12:00:00 GMT";
      assertThat(RetryAfter.parse(value, before)).as(value).isPresent();
    }
  }

  @Test
  void yearOfTwoDigitsIsTheNearestOne() {
    assertThat(RetryAfter.parse("Friday, 02-Aug-75 10:01:00 GMT", NOW))
        .contains(RetryAfter.MAX_LENGTH); // 2075
    assertThat(RetryAfter.parse("Sunday, 06-Nov-94 08:49:37 GMT", NOW)).isEmpty(); // 1994
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "0x10",
        "60 s",
        "soon",
        "٣",
        "9223372036854775808",
        "99999999999999999999999",
        "Sun, 02 Aug 2026 10:01:00",
        "Sun, 02 Aug 2026 10:01:00 CET",
        "Sun, 02 Aug 2026 10:01:00 +0200",
        "Mon, 02 Aug 2026 10:01:00 GMT",
        "Sun, 2 Aug 2026 10:01:00 GMT",
        "Sun, 32 Aug 2026 10:01:00 GMT",
        "Sun, 02 Aug 2026 24:01:00 GMT",
        "Sun, 02 Aug 999999999999 10:01:00 GMT",
        "Sunday, 02 Aug 2026 10:01:00 GMT",
        "2026-08-02T10:01:00Z",
        "Sun, 02 Aug 2026 10:01:00 GMT, 60"
      })
  void malformedValueIsIgnored(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 02 Aug 2026 10:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void pastDateIsIgnored(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }

  @Property
  void anyTextGivesABoundedWaitOrNone(@ForAll String text) {
    for (String value :
        List.of(text, "1" + text, "Sun, 02 Aug " + text + " 10:01:00 GMT", text + " GMT")) {
      assertThat(RetryAfter.parse(value, NOW).orElse(Duration.ZERO))
          .isBetween(Duration.ZERO, RetryAfter.MAX_LENGTH);
    }
  }
}
