package io.cdrwebhooks.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every store of statements: parts are found as they were made, and never change.
public interface StatementsContract {
  LocalDate DAY = LocalDate.parse("2026-03-04");
  int THREADS = 6;

  Statements statements();

  private StatementPart added(
      ConfigurationId configuration, LocalDate day, int part, Optional<String> next) {
    StatementPart made =
        new StatementPart(
            configuration, day, part, "{\"day\":\"" + day + "\",\"part\":" + part + "}", next);
    assertThat(statements().add(made)).isTrue();
    return made;
  }

  @Test
  default void partRoundTrips() {
    ConfigurationId id = Samples.configurationId();
    String json = "{\"fileName\":\"" + "\u20ac".repeat(StatementPart.MAX_BYTES / 3 - 10) + "\"}";
    StatementPart large = new StatementPart(id, DAY, 1, json, Optional.of("c".repeat(2_000)));
    assertThat(statements().add(large)).isTrue();
    StatementPart last = added(id, DAY, 2, Optional.empty());

    assertThat(statements().find(id, DAY, 1)).contains(large);
    assertThat(statements().find(id, DAY, 2)).contains(last);
    assertThat(statements().find(id, DAY, 3)).isEmpty();
    assertThat(statements().find(id, DAY.plusDays(1), 1)).isEmpty();
    assertThat(statements().find(Samples.configurationId(), DAY, 1)).isEmpty();
  }

  @Test
  default void partNeverChanges() {
    ConfigurationId id = Samples.configurationId();
    StatementPart first = added(id, DAY, 1, Optional.of("next"));

    assertThat(statements().add(new StatementPart(id, DAY, 1, "{}", Optional.empty()))).isFalse();

    assertThat(statements().find(id, DAY, 1)).contains(first);
  }

  @Test
  default void lastPartIsThatOfTheLastDay() {
    ConfigurationId id = Samples.configurationId();
    assertThat(statements().last(id)).isEmpty();
    assertThat(statements().firstDay(id)).isEmpty();
    for (int part = 1; part <= 11; part++) {
      StatementPart made = added(id, DAY, part, Optional.of("next"));
      assertThat(statements().last(id)).contains(made);
    }
    StatementPart nextYear = added(id, LocalDate.parse("2027-01-01"), 1, Optional.empty());
    StatementPart ofAnother = added(Samples.configurationId(), DAY, 12, Optional.empty());

    assertThat(statements().last(id)).contains(nextYear);
    assertThat(statements().firstDay(id)).contains(DAY);
    assertThat(statements().last(ofAnother.configuration())).contains(ofAnother);
  }

  @Test
  default void partMadeAtOnceIsStoredOnce() {
    ConfigurationId id = Samples.configurationId();
    List<Boolean> stored =
        Race.of(
            THREADS,
            i ->
                () ->
                    statements()
                        .add(new StatementPart(id, DAY, 1, "{" + i + "}", Optional.empty())));

    assertThat(stored).containsOnlyOnce(true);
    String json = statements().find(id, DAY, 1).orElseThrow().json();
    assertThat(json).isEqualTo("{" + stored.indexOf(true) + "}");
  }
}
