package io.cdrwebhooks.aws.dynamodb.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextsTest {
  private static final DateTimeFormatter JDKS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  @Property
  void everyInstantIsWrittenAndReadAsByTheJdk(
      @ForAll @LongRange(min = -100_000_000_000L, max = 300_000_000_000L) long seconds,
      @ForAll @LongRange(min = 0, max = 999_999_999) long nanos) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);

    String text = InstantTexts.text(instant);

    assertThat(text).isEqualTo(JDKS.format(instant));
    assertThat(InstantTexts.instant(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.123456789Z",
        "2026-01-01T01:00:00.000+01:00",
        "2026-02-28T24:00:00.000Z",
        "2016-12-31T23:59:60.000Z",
        "2024-02-29T23:59:59.999Z"
      })
  void otherFormsAreReadAsByTheJdk(String text) {
    assertThat(InstantTexts.instant(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-02-29T00:00:00.000Z",
        "2026-13-01T00:00:00.000Z",
        "2026-01-01 00:00:00.000Z",
        "2026-01-01T00:00:00.\u0661\u0661\u0661Z",
        "2026-01-01T00:00:00.000z "
      })
  void textThatTheJdkRefusesIsRefused(String text) {
    assertThatThrownBy(() -> InstantTexts.instant(text)).isInstanceOf(DateTimeParseException.class);
  }
}
