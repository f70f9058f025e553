package io.cdrwebhooks.dispatch.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-08-02T10:00:00.250Z");

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
        "-1",
        "0x10",
        "soon",
        "٣",
        "99999999999999999999999",
        "Sun, 02 Aug 2026 10:01:00",
        "Sun, 02 Aug 2026 10:01:00 CET",
        "Mon, 02 Aug 2026 10:01:00 GMT",
        "Sun, 2 Aug 2026 10:01:00 GMT",
        "Sun, 02 Aug 2026 24:01:00 GMT",
        "Sunday, 02 Aug 2026 10:01:00 GMT",
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

  /// The names of months do not depend on a locale.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 09 Jan",
        "Wed, 09 Feb",
        "Thu, 09 Mar",
        "Sun, 09 Apr",
        "Tue, 09 May",
        "Fri, 09 Jun",
        "Sun, 09 Jul",
        "Wed, 09 Aug",
        "Sat, 09 Sep",
        "Mon, 09 Oct",
        "Thu, 09 Nov",
        "Sat, 09 Dec"
      })
  void everyMonthIsRead(String day) {
    Instant before = Instant.parse("1999-12-31T00:00:00Z");
    assertThat(RetryAfter.parse(day + " 2000 12:00:00 GMT", before)).isPresent();
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
