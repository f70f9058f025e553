package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskRoutingsTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00.500Z");
  private static final Routing A = new Routing.To(Samples.configurationId());
  private static final Routing B = new Routing.To(Samples.configurationId());
  private static final Routing OFF = new Routing.Off();
  private static final Routing NO_TASK = new Routing.NoTask();

  @Test
  void reportBelongsToTheRoutingAtItsUpload() {
    TaskRoutings routings =
        TaskRoutings.NONE.then(A, at(0)).then(OFF, at(10)).then(B, at(20)).then(NO_TASK, at(30));

    assertThat(routings.at(at(-1))).isEqualTo(NO_TASK);
    assertThat(routings.at(at(5))).isEqualTo(A);
    assertThat(routings.at(at(15))).isEqualTo(OFF);
    assertThat(routings.at(at(25))).isEqualTo(B);
    assertThat(routings.at(at(35))).isEqualTo(NO_TASK);
    assertThat(routings.endOfRoutingAt(at(-1))).contains(at(0));
    assertThat(routings.endOfRoutingAt(at(15))).contains(at(20));
    assertThat(routings.endOfRoutingAt(at(35))).isEmpty();
    assertThat(TaskRoutings.NONE.at(at(0))).isEqualTo(NO_TASK);
    assertThat(TaskRoutings.NONE.endOfRoutingAt(at(0))).isEmpty();
  }

  /// S3 cuts the time of a report that was uploaded after the change to one before it.
  @Test
  void reportOfTheSecondOfAChangeBelongsToTheNewRouting() {
    TaskRoutings routings = TaskRoutings.NONE.then(OFF, at(0)).then(A, at(10));

    assertThat(routings.at(Instant.parse("2026-03-01T10:00:10Z"))).isEqualTo(A);
    assertThat(routings.at(Instant.parse("2026-03-01T10:00:09.999Z"))).isEqualTo(OFF);
    assertThat(routings.endOfRoutingAt(Instant.parse("2026-03-01T10:00:10Z"))).isEmpty();
  }

  /// S3's first events have milliseconds.
  @Test
  void timeWithMillisecondsDecidesBetweenTwoConfigurations() {
    TaskRoutings routings = TaskRoutings.NONE.then(A, at(0)).then(B, at(10));

    assertThat(routings.at(at(10).minusMillis(1))).isEqualTo(A);
    assertThat(routings.endOfRoutingAt(at(10).minusMillis(1))).contains(at(10));
    assertThat(routings.at(at(10))).isEqualTo(B);
    assertThat(routings.at(at(10).plusMillis(499))).isEqualTo(B);
    assertThat(routings.endOfRoutingAt(at(10))).isEmpty();
  }

  /// The report of the earlier owner must not go to the later one.
  @Test
  void timeInWholeSecondsStaysWithTheEarlierConfiguration() {
    Instant second = Instant.parse("2026-03-01T10:00:10Z");
    TaskRoutings owned = TaskRoutings.NONE.then(A, at(0));

    assertThat(owned.then(B, at(10)).at(second)).isEqualTo(A);
    assertThat(owned.then(OFF, at(10)).at(second)).isEqualTo(A);
    assertThat(owned.then(NO_TASK, at(10)).at(second)).isEqualTo(A);
    assertThat(owned.then(OFF, at(10)).then(B, at(10).plusMillis(1)).at(second)).isEqualTo(A);
    assertThat(owned.then(B, at(10)).at(second.plusSeconds(1))).isEqualTo(B);
    assertThat(owned.then(B, second).at(second)).as("not before the change").isEqualTo(B);
  }

  @Test
  void firstConfigurationInASecondGetsItsReports() {
    Instant second = Instant.parse("2026-03-01T10:00:10Z");
    TaskRoutings switched =
        TaskRoutings.NONE.then(OFF, at(10).minusMillis(2)).then(A, at(10)).then(B, at(10));

    assertThat(switched.at(second)).isEqualTo(A);
    assertThat(switched.at(at(10).minusMillis(1))).isEqualTo(A);
  }

  /// Otherwise the second event would announce what the first one did not.
  @Test
  void bothEventsOfAReportAgreeWhetherItIsAnnounced() {
    List<Routing> kinds = List.of(A, B, OFF, NO_TASK);
    Instant second = Instant.parse("2026-03-01T10:00:10Z");
    for (Routing before : kinds) {
      for (Routing during : kinds) {
        for (Routing after : kinds) {
          TaskRoutings routings =
              TaskRoutings.NONE
                  .then(before, at(0))
                  .then(during, at(10).minusMillis(200))
                  .then(after, at(10).plusMillis(200));
          for (int millis = 50; millis < 1_000; millis += 100) {
            Routing first = routings.at(second.plusMillis(millis));
            Routing other = routings.at(second);
            assertThat(
                    first.equals(other)
                        || first instanceof Routing.To && other instanceof Routing.To)
                .as("%s at %d ms: %s, %s", routings, millis, first, other)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void routingThatHoldsAlreadyKeepsItsBeginning() {
    TaskRoutings routings = TaskRoutings.NONE.then(A, at(0));

    assertThat(routings.then(A, at(10))).isEqualTo(routings);
    assertThat(routings.then(B, at(10)).then(A, at(20)).present())
        .isEqualTo(new TaskRoutings.Since(at(20), A));
  }

  @Test
  void clockThatIsBehindKeepsTheOrder() {
    TaskRoutings routings = TaskRoutings.NONE.then(A, at(10)).then(B, at(0));

    assertThat(routings.present()).isEqualTo(new TaskRoutings.Since(at(10), B));
    assertThatThrownBy(
            () ->
                new TaskRoutings(
                    List.of(new TaskRoutings.Since(at(10), A), new TaskRoutings.Since(at(0), B))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void forgottenRoutingsCountAsOff() {
    TaskRoutings routings = TaskRoutings.NONE;
    for (int i = 0; i <= TaskRoutings.MAX_COUNT; i++) {
      routings = routings.then(i % 2 == 0 ? A : B, at(i));
    }

    assertThat(routings.history()).hasSize(TaskRoutings.MAX_COUNT);
    assertThat(routings.at(at(-1))).isEqualTo(NO_TASK);
    assertThat(routings.at(at(0))).isEqualTo(OFF);
    assertThat(routings.at(at(1))).isEqualTo(OFF);
    assertThat(routings.at(at(2))).isEqualTo(A);
    assertThat(routings.present().routing()).isEqualTo(A);
  }

  @Test
  void reportFromBeforeTheTaskIsForItsFirstConfiguration() {
    TaskRoutings created = TaskRoutings.NONE.then(OFF, at(0));
    assertThat(created.firstFor(at(-1))).isEmpty();
    TaskRoutings routings = created.then(A, at(10)).then(B, at(20));

    assertThat(routings.firstFor(at(-1))).isEqualTo(configuration(A));
    assertThat(routings.firstFor(at(25)))
        .as("recorded late, of a report from before the task")
        .isEqualTo(configuration(A));
    assertThat(TaskRoutings.NONE.firstFor(at(0))).isEmpty();
  }

  @Test
  void reportFromAfterADeletionIsForTheFirstConfigurationAfterIt() {
    TaskRoutings routings =
        TaskRoutings.NONE.then(A, at(0)).then(NO_TASK, at(10)).then(B, at(20)).then(A, at(30));

    assertThat(routings.firstFor(at(-1))).isEqualTo(configuration(A));
    assertThat(routings.firstFor(at(15))).isEqualTo(configuration(B));
    assertThat(routings.firstFor(at(35))).isEqualTo(configuration(B));
    assertThat(routings.then(NO_TASK, at(40)).firstFor(at(45))).isEmpty();
  }

  @Test
  void reportsOfAForgottenFirstConfigurationStayUnrouted() {
    TaskRoutings routings = TaskRoutings.NONE;
    for (int i = 0; i < TaskRoutings.MAX_COUNT; i++) {
      routings = routings.then(i % 2 == 0 ? A : B, at(i));
    }
    assertThat(routings.firstFor(at(-1))).isEqualTo(configuration(A));
    routings = routings.then(A, at(100));
    assertThat(routings.firstFor(at(-1))).isEmpty();
    routings = routings.then(NO_TASK, at(101)).then(B, at(102));
    assertThat(routings.firstFor(at(101))).isEqualTo(configuration(B));
  }

  private static Optional<ConfigurationId> configuration(Routing routing) {
    return TaskRoutings.NONE.then(routing, TEN).configuration();
  }

  private static Instant at(int seconds) {
    return TEN.plusSeconds(seconds);
  }
}
