package io.cdrwebhooks.lane;

import static io.cdrwebhooks.lane.DrivenLane.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.DrivenLane.Answer;
import io.cdrwebhooks.lane.DrivenLane.Sent;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A breaker that opens, probes and closes.
class ProbingTest {
  private final DrivenLane lane = new DrivenLane();

  @Test
  void fiveDifferentFailuresInARowOpenTheBreaker() {
    lane.wait(1_000, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.limits = new SendLimits(1, OptionalInt.empty());
    assertThat(lane.play()).contains(lane.now.plusSeconds(5));
    assertThat(lane.sent).hasSize(5);
    assertThat(lane.lane.breaker().isOpen()).isTrue();
    assertThat(lane.lane.breaker().failingSince()).contains(START.plusMillis(10));
  }

  @Test
  void turnBeginsWithFiveRequestsAndEachSuccessAllowsOneMore() {
    lane.wait(100, START.minusSeconds(1), Duration.ofMillis(1));
    lane.limits = new SendLimits(8, OptionalInt.empty());
    lane.play();
    assertThat(lane.sent.stream().filter(each -> each.at().equals(START))).hasSize(5);
    assertThat(lane.sent.stream().filter(each -> each.at().equals(START.plusMillis(50))))
        .hasSize(8);
    assertThat(lane.mostInFlight).isEqualTo(8);
  }

  @Test
  void afterAFailureTheRequestsInFlightDecideBeforeMoreAreSent() {
    lane.wait(1_000, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (id, _) -> new Answer(lane.refused(id).ended(), Duration.ofSeconds(lane.sent.size()));
    assertThat(lane.play()).contains(START.plusSeconds(5 + 5));
    assertThat(lane.sent).hasSize(5);
    assertThat(lane.lane.breaker().isOpen()).isTrue();
  }

  @Test
  void oneRefusedReportDoesNotOpenTheBreaker() {
    DeliveryId poison = lane.waits(START.minusSeconds(90));
    lane.receiver =
        (id, at) ->
            id.equals(poison)
                ? new Answer(
                    new SendResult.Failed(Optional.empty(), Optional.of(at.plusSeconds(5))),
                    Duration.ofMillis(10))
                : new Answer(new SendResult.Delivered(), Duration.ofMillis(10));
    lane.playUntil(START.plus(Duration.ofHours(1)));
    assertThat(lane.sent).hasSizeGreaterThan(700);
    assertThat(lane.lane.breaker().isOpen()).isFalse();

    lane.sent.clear();
    Instant back = lane.now.plusSeconds(60);
    List<DeliveryId> others = lane.wait(20, lane.now, Duration.ofMillis(1));
    DrivenLane.Receiver poisoned = lane.receiver;
    lane.receiver = (id, at) -> at.isBefore(back) ? lane.refused(id) : poisoned.answer(id, at);
    lane.playUntil(back.plusSeconds(300));
    assertThat(lane.sentIds()).containsAll(others);
    assertThat(lane.waiting).containsOnlyKeys(poison);
    assertThat(lane.lane.breaker().isOpen()).isFalse();
  }

  @Test
  void single503DoesNotDelayOtherDeliveries() {
    List<DeliveryId> all = lane.wait(20, START.minusSeconds(1), Duration.ofMillis(1));
    DeliveryId unlucky = all.get(3);
    Set<DeliveryId> refused = new HashSet<>();
    lane.receiver =
        (id, _) ->
            id.equals(unlucky) && refused.add(id)
                ? lane.refused(id)
                : new Answer(new SendResult.Delivered(), Duration.ofMillis(10));
    assertThat(lane.play()).contains(START.plusSeconds(5));
    assertThat(lane.waiting).containsOnlyKeys(unlucky);
    assertThat(Duration.between(START, lane.now)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void probesAreSingleAndIncreasinglyRare() {
    lane.wait(40, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.playUntil(START.plus(Duration.ofHours(10)));
    List<Sent> probes = lane.sent.stream().filter(Sent::probe).toList();
    assertThat(lane.sent.size() - probes.size()).as("before it opened").isEqualTo(5);
    assertThat(new HashSet<>(probes.stream().map(Sent::delivery).toList()))
        .as("each with another delivery")
        .hasSize(probes.size());
    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < probes.size(); i++) {
      pauses.add(Duration.between(probes.get(i - 1).at(), probes.get(i).at()));
    }
    assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    assertThat(pauses.getLast()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(21));
    assertThat(pauses).isSorted();
  }

  /// A person has pulled them forward, and the receiver always refuses the first of them.
  @Test
  void probesTakeTurnsAmongDeliveriesOfOneInstant() {
    lane.wait(10, START.minusSeconds(60), Duration.ZERO);
    lane.lane = failing(START.minusSeconds(60), START);
    Instant back = START.plusSeconds(1);
    lane.receiver =
        (id, at) ->
            at.isBefore(back) || id.equals(lane.sent.getFirst().delivery())
                ? lane.refused(id)
                : new Answer(new SendResult.Delivered(), Duration.ofMillis(10));
    lane.playUntil(START.plus(Duration.ofHours(3)));
    assertThat(lane.waiting).containsOnlyKeys(lane.sent.getFirst().delivery());
  }

  @Test
  void pausesBeginAnewWhenAPersonAsks() {
    lane.wait(40, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.playUntil(START.plus(Duration.ofHours(10)));
    lane.play(DueWork.OfLane.askedFor(lane.lane.configuration()));
    assertThat(lane.lane.breaker().probeAt().orElseThrow()).isBefore(lane.now.plusSeconds(15));
  }

  @Test
  void pauseIsAtMostHalfAnHour() {
    assertThat(BreakerRules.STANDARD.pauseAfter(0, 0)).isEqualTo(Duration.ofSeconds(5));
    for (int probes = 0; probes < 200; probes++) {
      assertThat(BreakerRules.STANDARD.pauseAfter(probes, 1))
          .isLessThanOrEqualTo(Duration.ofMinutes(30));
    }
  }

  @Test
  void retryAfterIsAFloorForTheNextProbe() {
    lane.wait(5, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (id, _) ->
            new Answer(
                new SendResult.Failed(
                    Optional.of(Duration.ofMinutes(7)), Optional.of(lane.waiting.get(id).dueAt())),
                Duration.ofMillis(10));
    assertThat(lane.play()).contains(lane.now.plus(Duration.ofMinutes(7)));
  }

  /// An overloaded receiver asks for a pause once, and then does not answer at all.
  @Test
  void retryAfterOfAnyFailureInARowIsAFloor() {
    lane.wait(9, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (id, at) ->
            lane.sent.size() == 1
                ? new Answer(
                    new SendResult.Failed(
                        Optional.of(Duration.ofHours(1)),
                        Optional.of(lane.waiting.get(id).dueAt())),
                    Duration.ofMillis(10))
                : lane.refused(id);
    lane.play();
    Instant asked = lane.sent.getFirst().at().plusMillis(10).plus(Duration.ofHours(1));
    assertThat(lane.lane.breaker().probeAt()).contains(asked);
    lane.playUntil(asked.plusSeconds(1));
    assertThat(lane.sent.stream().filter(Sent::probe)).as("the pauses go on").hasSize(1);
  }

  @Test
  void thousandReportsAreDeliveredAMinuteAfterRecovery() {
    lane.wait(1_000, START.minus(Duration.ofHours(20)), Duration.ofMillis(1));
    Instant back = START.plus(Duration.ofHours(3));
    lane.receiver =
        (id, at) ->
            at.isBefore(back)
                ? lane.refused(id)
                : new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
    lane.playUntil(back.plus(Duration.ofHours(1)));
    List<Sent> after = lane.sent.stream().filter(each -> !each.at().isBefore(back)).toList();
    assertThat(lane.waiting).isEmpty();
    assertThat(Duration.between(after.getFirst().at(), after.getLast().at()))
        .isLessThan(Duration.ofMinutes(1));
    Instant first = after.getFirst().at();
    assertThat(after.stream().filter(each -> each.at().isBefore(first.plusMillis(100))).count())
        .as("slowly at first")
        .isLessThanOrEqualTo(4);
  }

  @Test
  void roundEndsWhenItsTimeIsOverAndItsReceiverStillFails() {
    DeliveryId old = lane.waits(START.minusSeconds(90), START.minus(Duration.ofHours(75)));
    lane.wait(10, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.playUntil(START.plus(Duration.ofHours(75)));
    assertThat(lane.givenUp).as("the receiver has not failed for that long").isEmpty();
    lane.playUntil(START.plus(Duration.ofHours(77)));
    assertThat(lane.givenUp).hasSize(11).contains(old);
  }

  @Test
  void probeFindsARecoveredReceiverDespiteOldRounds() {
    lane.wait(400, START.minus(Duration.ofHours(80)), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.lane = failing(START.minus(Duration.ofHours(79)), START);
    lane.limits = new SendLimits(2, OptionalInt.empty());
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
    lane.play();
    assertThat(lane.sent.getFirst().probe()).isTrue();
    assertThat(lane.givenUp).isEmpty();
    assertThat(lane.waiting).isEmpty();
  }

  private Lane failing(Instant since, Instant probeAt) {
    Breaker breaker =
        new Breaker(
            List.of(DeliveryId.of(new UUID(0, 1))),
            Optional.of(since),
            30,
            Optional.of(probeAt),
            Optional.empty());
    return Lane.unused(lane.lane.configuration())
        .withDueAt(Optional.of(probeAt))
        .with(Lane.State.of(breaker));
  }

  @Test
  void markDuringAProbeWaitsForTheNextProbe() {
    lane.waits(START.minusSeconds(60));
    lane.lane = failing(START.minusSeconds(60), START);
    lane.arrives(START.plusSeconds(3));
    lane.receiver =
        (id, at) -> {
          SendResult failed =
              new SendResult.Failed(Optional.empty(), Optional.of(at.minusSeconds(60)));
          return new Answer(failed, Duration.ofSeconds(15));
        };
    assertThat(lane.play().orElseThrow()).isAfter(START.plus(Duration.ofMinutes(20)));
  }

  /// A person asks for a probe while one is under way. That one succeeds, so no other follows.
  @Test
  void successfulUserProbeIsNotRepeated() {
    BreakerRules ofTwo =
        new BreakerRules(2, Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofHours(12));
    Probing probing = new Probing(Lane.State.of(Breaker.CLOSED), ofTwo);
    DeliveryId first = DeliveryId.of(UUID.randomUUID());
    probing.begin(first);
    probing.probeNow(START);
    assertThat(probing.ended(first)).isTrue();
    probing.succeeded();

    DeliveryId second = DeliveryId.of(UUID.randomUUID());
    probing.begin(second);
    assertThat(probing.ended(second)).isTrue();
    Breaker.Failure failure = new Breaker.Failure(START, Optional.empty(), 0);
    probing.failed(first, false, failure);
    probing.failed(second, true, failure);
    assertThat(probing.breaker().probeAt().orElseThrow()).isAfter(START);
  }

  @Test
  void successOfAnAskedDeliverySendsTheBacklog() {
    lane.wait(20, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.playUntil(START.plusSeconds(100));
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(10));
    lane.play(DueWork.OfLane.askedFor(lane.lane.configuration(), lane.waits(lane.now)));
    lane.playUntil(lane.now.plusSeconds(30));
    assertThat(lane.waiting).isEmpty();
  }
}
