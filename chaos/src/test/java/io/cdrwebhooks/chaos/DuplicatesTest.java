package io.cdrwebhooks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.Duplicates.Cause;
import io.cdrwebhooks.chaos.world.Behaviour;
import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.Visit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests that a repeat has the cause that the timeline shows.
class DuplicatesTest {
  private static final String ID = "dlv_1";
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final Timeline timeline = new Timeline();

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }

  private static Visit accepted(int number, long second) {
    return new Visit(ID, number, Behaviour.ACCEPT, at(second), at(second), true);
  }

  private Duplicates judged(Visit... visits) {
    Duplicates duplicates = new Duplicates(timeline);
    duplicates.add(List.of(visits));
    return duplicates;
  }

  private void kill(long second) {
    timeline.kill(at(second), at(second));
  }

  private void assertCause(Cause cause) {
    Duplicates duplicates = judged(accepted(1, 0), accepted(2, 60));
    assertThat(duplicates.count(cause)).isEqualTo(1);
    assertThat(duplicates.violations).hasSize(cause == Cause.UNEXPLAINED ? 1 : 0);
  }

  @Test
  void repeatAfterAKillIsExplained() {
    kill(1);
    assertCause(Cause.KILLED);
  }

  @Test
  void killAfterTheRecordDoesNotExplainARepeat() {
    timeline.completed(at(1), ID);
    kill(2);
    assertCause(Cause.UNEXPLAINED);
  }

  @Test
  void killBeforeTheRequestOrAfterTheRepeatExplainsNothing() {
    kill(-5);
    kill(70);
    assertCause(Cause.NOT_RECORDED);
  }

  @Test
  void recordOfALaterAttemptIsNotThatOfTheFirst() {
    kill(1);
    timeline.claimed(at(31), ID);
    timeline.completed(at(32), ID);
    assertCause(Cause.KILLED);
  }

  @Test
  void twoAttemptsAtOnceAreAViolationUnlessTheFirstWasKilled() {
    Visit first = new Visit(ID, 1, Behaviour.NEVER_ANSWER, at(0), at(15), false);
    assertThat(judged(first, accepted(2, 10)).violations).hasSize(1);
    assertThat(judged(first, accepted(2, 15)).violations).isEmpty();
    kill(5);
    assertThat(judged(first, accepted(2, 10)).violations).isEmpty();
  }

  @Test
  void eachFurtherAcceptanceCounts() {
    kill(1);
    kill(61);
    assertThat(judged(accepted(1, 0), accepted(2, 60), accepted(3, 120)).count(Cause.KILLED))
        .isEqualTo(2);
  }
}
