package io.cdrwebhooks.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests which days have a statement, and from when on.
class StatementDaysTest {
  private static final LocalDate DAY = LocalDate.parse("2026-02-28");
  private static final Instant END = Instant.parse("2026-03-01T00:00:00Z");

  private static Stream<Instant> madeFrom() {
    return Stream.generate(() -> StatementDays.madeFrom(Samples.configurationId(), DAY)).limit(999);
  }

  @Test
  void statementIsMadeFifteenToSeventyFiveMinutesAfterItsDay() {
    assertThat(madeFrom())
        .allMatch(from -> !from.isBefore(END.plus(Duration.ofMinutes(15))))
        .allMatch(from -> from.isBefore(END.plus(Duration.ofMinutes(75))));
  }

  @Test
  void configurationsAreSpreadOverTheHour() {
    assertThat(madeFrom().distinct().count()).isGreaterThan(500);
  }

  @Test
  void lastDayIsMadeForAnyConfiguration() {
    assertThat(StatementDays.last(END.plus(Duration.ofMinutes(75)))).isEqualTo(DAY);
    assertThat(StatementDays.last(END.plus(Duration.ofMinutes(75)).minusMillis(1)))
        .isEqualTo(DAY.minusDays(1));
  }

  @Test
  void lastDayOfAConfigurationHasItsStatement() {
    ConfigurationId id = Samples.configurationId();
    Instant made = StatementDays.madeFrom(id, DAY);

    assertThat(StatementDays.last(id, made)).isEqualTo(DAY);
    assertThat(StatementDays.last(id, made.minusMillis(1))).isEqualTo(DAY.minusDays(1));
    assertThat(StatementDays.last(id, END.plus(Duration.ofHours(23)))).isEqualTo(DAY);
  }

  @Test
  void deliveriesOfTheEarliestDayAreAllKept() {
    Instant now = Instant.parse("2026-06-01T12:00:00Z");

    Instant beginning = StatementDays.beginning(StatementDays.earliest(now));

    assertThat(beginning.plus(Delivery.RETENTION)).isAfter(now);
    assertThat(beginning.minus(Duration.ofDays(1)).plus(Delivery.RETENTION)).isBefore(now);
  }
}
