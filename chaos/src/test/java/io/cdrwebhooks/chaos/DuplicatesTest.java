package io.cdrwebhooks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.Duplicates.Cause;
import io.cdrwebhooks.chaos.world.Behaviour;
import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.Timeline.Fault;
import io.cdrwebhooks.chaos.world.Timeline.FaultType;
import io.cdrwebhooks.chaos.world.Timeline.Kill;
import io.cdrwebhooks.chaos.world.Visit;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tests that the harness explains a repeat only by faults that happened.
class DuplicatesTest {
  private static final String ID = "dlv_1";
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final Timeline timeline = new Timeline();

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }

  private static Visit accepted(int number, long second) {
    return visit(number, Behaviour.ACCEPT, second, second);
  }

  private static Visit visit(int number, Behaviour behaviour, long from, long until) {
    return new Visit(
        ID,
        "ordinary-1",
        number,
        at(from),
        at(until),
        behaviour,
        behaviour.accepts() ? Optional.of(at(until)) : Optional.empty(),
        "link " + number,
        List.of());
  }

  private Duplicates judged(List<Instant> failuresLogged, Visit... visits) {
    Duplicates duplicates = new Duplicates(timeline, failuresLogged);
    duplicates.add(List.of(visits));
    return duplicates;
  }

  private void kill(long second) {
    timeline.kill(new Kill(at(second), at(second + 1), "after something"));
  }

  private void stored(String kind, long second) {
    timeline.stored(new Timeline.Stored(at(second), kind, ID));
  }

  private void fault(String kind, String text, long second) {
    timeline.fault(
        new Fault(at(second), at(second), "DynamoDB", kind, FaultType.ANSWER_LOST, text));
  }

  @Test
  void singleAcceptanceIsNotADuplicate() {
    Duplicates duplicates = judged(List.of(), visit(1, Behaviour.ANSWER_500, 0, 0), accepted(2, 5));
    assertThat(Arrays.stream(Cause.values()).mapToInt(duplicates::count)).containsOnly(0);
    assertThat(duplicates.violations).isEmpty();
  }

  @Test
  void repeatWithoutAnyReasonIsAViolation() {
    Duplicates duplicates = judged(List.of(), accepted(1, 0), accepted(2, 60));
    assertThat(duplicates.count(Cause.UNEXPLAINED)).isEqualTo(1);
    assertThat(duplicates.violations).hasSize(1);
  }

  @Test
  void repeatAfterAKillIsExplained() {
    kill(1);
    Duplicates duplicates = judged(List.of(), accepted(1, 0), accepted(2, 60));
    assertThat(duplicates.count(Cause.KILLED)).isEqualTo(1);
    assertThat(duplicates.violations).isEmpty();
  }

  @Test
  void killAfterTheRecordDoesNotExplainARepeat() {
    stored("deliveries/complete", 1);
    kill(2);
    assertThat(judged(List.of(), accepted(1, 0), accepted(2, 60)).violations).hasSize(1);
  }

  @Test
  void killBeforeTheRequestOrAfterTheRepeatExplainsNothing() {
    kill(-5);
    kill(70);
    assertThat(judged(List.of(), accepted(1, 0), accepted(2, 60)).violations).hasSize(1);
  }

  @Test
  void recordOfTheRepeatDoesNotHideTheKill() {
    kill(1);
    stored("deliveries/complete", 61);
    assertThat(judged(List.of(), accepted(1, 0), accepted(2, 60)).violations).isEmpty();
  }

  @Test
  void recordOfAnUnseenLaterAttemptIsNotCountedForTheFirst() {
    kill(1);
    stored("deliveries/claim", 61);
    stored("deliveries/complete", 62); // blocked, say
    Duplicates duplicates = judged(List.of(), accepted(1, 0), accepted(2, 80));
    assertThat(duplicates.count(Cause.KILLED)).isEqualTo(1);
    assertThat(duplicates.violations).isEmpty();
  }

  @Test
  void killAfterTheNextClaimDoesNotExplainTheClaim() {
    stored("deliveries/claim", 10);
    kill(12);
    assertThat(judged(List.of(), accepted(1, 0), accepted(2, 80)).violations).hasSize(1);
  }

  @Test
  void onlyAFaultOnTheSameRecordExplainsARepeat() {
    fault("deliveries/complete", "of dlv_2", 1);
    fault("deliveries/claim", "of dlv_1", 1);
    assertThat(judged(List.of(), accepted(1, 0), accepted(2, 60)).violations).hasSize(1);
    fault("deliveries/complete", "of dlv_1", 1);
    Duplicates explained = judged(List.of(), accepted(1, 0), accepted(2, 60));
    assertThat(explained.count(Cause.RECORD_FAILED)).isEqualTo(1);
    assertThat(explained.violations).isEmpty();
  }

  @Test
  void failureThatTheProcessLoggedExplainsARepeatSoonAfter() {
    Duplicates explained = judged(List.of(at(9)), accepted(1, 0), accepted(2, 60));
    assertThat(explained.count(Cause.GAVE_UP)).isEqualTo(1);
    assertThat(judged(List.of(at(55)), accepted(1, 0), accepted(2, 60)).violations).hasSize(1);
  }

  @Test
  void twoAttemptsAtOnceAreAViolationUnlessTheFirstWasKilled() {
    Visit first = visit(1, Behaviour.NEVER_ANSWER, 0, 15);
    assertThat(judged(List.of(), first, accepted(2, 10)).violations).hasSize(1);
    assertThat(judged(List.of(), first, accepted(2, 15)).violations).isEmpty();
    kill(5);
    assertThat(judged(List.of(), first, accepted(2, 10)).violations).isEmpty();
  }

  @Test
  void eachFurtherAcceptanceCounts() {
    kill(1);
    kill(61);
    Duplicates duplicates = judged(List.of(), accepted(1, 0), accepted(2, 60), accepted(3, 120));
    assertThat(duplicates.count(Cause.KILLED)).isEqualTo(2);
  }
}
