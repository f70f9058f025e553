package io.cdrwebhooks.lane;

import static io.cdrwebhooks.lane.DrivenLane.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.DrivenLane.Answer;
import io.cdrwebhooks.lane.DrivenLane.Sent;
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

class LaneTurnTest {
  private final DrivenLane lane = new DrivenLane();

  private List<DeliveryId> wait(int number, Instant first, Duration between) {
    List<DeliveryId> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(lane.waits(first.plus(between.multipliedBy(i))));
    }
    return all;
  }

  private List<DeliveryId> sent() {
    return lane.sent.stream().map(Sent::delivery).toList();
  }

  @Test
  void emptyLaneIsReleased() {
    assertThat(lane.play()).isEmpty();
    assertThat(lane.sent).isEmpty();
  }

  @Test
  void waitingDeliveriesAreSentOnceOldestFirst() {
    List<DeliveryId> all = wait(250, START.minusSeconds(250), Duration.ofMillis(1));
    lane.limits = new SendLimits(1, OptionalInt.empty());
    assertThat(lane.play()).isEmpty();
    assertThat(sent()).isEqualTo(all);
  }

  @Test
  void inFlightNeverExceedsTheLimit() {
    wait(500, START.minusSeconds(1), Duration.ZERO);
    lane.limits = new SendLimits(7, OptionalInt.empty());
    lane.play();
    assertThat(lane.mostInFlight).isEqualTo(7);
    assertThat(new HashSet<>(sent())).hasSize(500);
  }

  @Test
  void loweredLimitAppliesToTheNextRequest() {
    wait(100, START.minusSeconds(1), Duration.ZERO);
    lane.limits = new SendLimits(50, OptionalInt.empty());
    lane.receiver =
        (_, at) -> {
          if (at.equals(START.plusMillis(50))) {
            lane.turn().limitTo(new SendLimits(2, OptionalInt.empty()));
            lane.mostInFlight = 0;
          }
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    lane.play();
    assertThat(lane.sent).hasSize(100);
    assertThat(lane.sent.stream().filter(each -> each.at().isAfter(START.plusMillis(100))))
        .allSatisfy(
            each ->
                assertThat(lane.sent.stream().filter(other -> other.at().equals(each.at())).count())
                    .isLessThanOrEqualTo(2));
  }

  @Test
  void ratePerSecondIsKeptAcrossTurns() {
    lane.limits = new SendLimits(100, OptionalInt.of(20));
    for (int i = 0; i < 20; i++) {
      wait(10, lane.now, Duration.ZERO);
      lane.play();
    }
    for (Sent first : lane.sent) {
      Instant end = first.at().plusSeconds(10);
      assertThat(
              lane.sent.stream()
                  .filter(each -> !each.at().isBefore(first.at()) && each.at().isBefore(end)))
          .hasSizeLessThanOrEqualTo(200);
    }
    assertThat(Duration.between(START, lane.now))
        .isBetween(Duration.ofMillis(9_900), Duration.ofMillis(10_100));
  }

  @Test
  void everySecondOneIsFreshWhileABacklogWaits() {
    wait(2_000, START.minus(Duration.ofHours(9)), Duration.ofMillis(1));
    List<DeliveryId> fresh = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      fresh.add(lane.arrives(START.plusMillis(i * 20)));
    }
    lane.limits = new SendLimits(10, OptionalInt.empty());
    lane.play();
    assertThat(lane.sent).hasSize(2_100);
    for (Sent each : lane.sent) {
      int number = fresh.indexOf(each.delivery());
      if (number >= 0) {
        assertThat(Duration.between(START.plusMillis(number * 20), each.at()))
            .as("wait of fresh report %d", number)
            .isLessThan(Duration.ofMillis(650));
      }
    }
  }

  @Test
  void reportsThatAreNamedDoNotStarveTheBacklog() {
    List<DeliveryId> backlog = wait(100, START.minus(Duration.ofHours(9)), Duration.ofMillis(1));
    lane.limits = new SendLimits(1, OptionalInt.empty());
    lane.receiver =
        (_, at) -> {
          if (lane.sent.size() < 190) {
            lane.turn().told(recorded(lane.waits(at)), at);
          }
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    lane.play();
    assertThat(sent().subList(0, 180).stream().filter(backlog::contains)).hasSizeBetween(85, 95);
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void fiveDifferentFailuresInARowOpenTheBreaker() {
    wait(1_000, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.limits = new SendLimits(1, OptionalInt.empty());
    assertThat(lane.play()).contains(lane.now.plusSeconds(5));
    assertThat(lane.sent).hasSize(5);
    assertThat(lane.lane.breaker().isOpen()).isTrue();
    assertThat(lane.lane.breaker().failingSince()).contains(START.plusMillis(10));
  }

  @Test
  void turnBeginsWithFiveRequestsAndEachSuccessAllowsOneMore() {
    wait(100, START.minusSeconds(1), Duration.ofMillis(1));
    lane.limits = new SendLimits(8, OptionalInt.empty());
    lane.play();
    assertThat(lane.sent.stream().filter(each -> each.at().equals(START))).hasSize(5);
    assertThat(lane.sent.stream().filter(each -> each.at().equals(START.plusMillis(50))))
        .hasSize(8);
    assertThat(lane.mostInFlight).isEqualTo(8);
  }

  @Test
  void afterAFailureTheRequestsInFlightDecideBeforeMoreAreSent() {
    wait(1_000, START.minusSeconds(60), Duration.ofMillis(1));
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
    List<DeliveryId> others = wait(20, lane.now, Duration.ofMillis(1));
    DrivenLane.Receiver poisoned = lane.receiver;
    lane.receiver = (id, at) -> at.isBefore(back) ? lane.refused(id) : poisoned.answer(id, at);
    lane.playUntil(back.plusSeconds(300));
    assertThat(sent()).containsAll(others);
    assertThat(lane.waiting).containsOnlyKeys(poison);
    assertThat(lane.lane.breaker().isOpen()).isFalse();
  }

  @Test
  void single503DelaysNoOtherDelivery() {
    List<DeliveryId> all = wait(20, START.minusSeconds(1), Duration.ofMillis(1));
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
    wait(40, START.minusSeconds(60), Duration.ofMillis(1));
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
    assertThat(pauses.getLast()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
    assertThat(pauses).isSorted();
  }

  @Test
  void retryAfterIsAFloorForTheNextProbe() {
    wait(5, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (id, _) ->
            new Answer(
                new SendResult.Failed(
                    Optional.of(Duration.ofMinutes(7)), Optional.of(lane.waiting.get(id).dueAt())),
                Duration.ofMillis(10));
    assertThat(lane.play()).contains(lane.now.plus(Duration.ofMinutes(7)));
  }

  @Test
  void thousandReportsAreDeliveredAMinuteAfterRecovery() {
    wait(1_000, START.minus(Duration.ofHours(20)), Duration.ofMillis(1));
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
  void askedDeliveryIsProbedAtOnce() {
    wait(10, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.play();
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
    lane.play(new DueWork.OfLane(lane.lane.configuration(), Optional.empty(), true, 0));
    lane.playUntil(lane.now.plusSeconds(6));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void roundEndsWhenItsTimeIsOverAndItsReceiverStillFails() {
    DeliveryId old = lane.waits(START.minusSeconds(90), START.minus(Duration.ofHours(75)));
    wait(10, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.playUntil(START.plus(Duration.ofHours(75)));
    assertThat(lane.givenUp).as("the receiver has not failed for that long").isEmpty();
    lane.playUntil(START.plus(Duration.ofHours(77)));
    assertThat(lane.givenUp).hasSize(11).contains(old);
  }

  @Test
  void probeFindsARecoveredReceiverDespiteOldRounds() {
    wait(400, START.minus(Duration.ofHours(80)), Duration.ofMillis(1));
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
            List.of(DeliveryId.of(new UUID(0, 1))), Optional.of(since), 30, Optional.of(probeAt));
    Lane unused = lane.lane;
    return new Lane(
        unused.configuration(),
        Optional.empty(),
        Optional.of(probeAt),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Lane.State.of(breaker));
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
    assertThat(lane.play().orElseThrow()).isAfter(START.plus(Duration.ofMinutes(30)));
  }

  @Test
  void namedDeliveryOfAnEndedTurnIsFoundDespiteIndexLag() {
    DeliveryId late = DeliveryId.of(new UUID(0, 2));
    LaneTurn ending = lane.taken(new DueWork.OfLane(lane.lane.configuration()));
    ending.end();
    ending.told(recorded(late), START);
    LaneTurn.Next.Done done = (LaneTurn.Next.Done) ending.next(START);
    assertThat(done.wakeAt()).contains(START);
    lane.lane = DrivenLane.with(done.lane(), done.wakeAt(), Optional.empty());
    assertThat(lane.play(done.message().orElseThrow()))
        .as("the look came before the index had it")
        .contains(START.plus(Lanes.INDEX_LAG));
    lane.waiting.put(late, new Waiting(late, START, START));
    lane.now = START.plus(Lanes.INDEX_LAG);
    lane.play();
    assertThat(sent()).containsExactly(late);
  }

  @Test
  void holderLooksForMessagesThatSetNoMark() {
    DeliveryId first = lane.waits(START);
    DeliveryId second = lane.arrives(START.plusMillis(20));
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
    DrivenLane.Receiver receiver = lane.receiver;
    lane.receiver =
        (id, at) -> {
          if (id.equals(second)) {
            // So soon after the other, its message does not mark the lane.
            lane.waits(at.plusMillis(10));
          }
          return receiver.answer(id, at);
        };
    lane.play(recorded(first));
    assertThat(lane.sent).hasSize(3);
    assertThat(lane.now).isBefore(START.plusSeconds(1));
  }

  @Test
  void laneRestsASecondAfterThreeExceptions() {
    wait(400, START.minusSeconds(60), Duration.ofMillis(1));
    lane.limits = new SendLimits(1, OptionalInt.empty());
    lane.receiver =
        (_, at) -> new Answer(new SendResult.Broken(at.plusSeconds(60)), Duration.ofMillis(1));
    lane.playUntil(START.plusSeconds(10));
    assertThat(lane.sent).hasSizeBetween(27, 33);
  }

  @Test
  void faultOfOursPausesTheLaneAndFailsNoDelivery() {
    wait(50, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (_, _) -> new Answer(new SendResult.OurFault(), Duration.ofMillis(10));
    assertThat(lane.play()).contains(lane.now.plusSeconds(30));
    assertThat(lane.sent).hasSize(5);
    assertThat(lane.lane.breaker()).isEqualTo(Breaker.CLOSED);
  }

  @Test
  void pauseAfterAFaultOfOursAppliesToTheNextHolder() {
    wait(50, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (_, _) -> new Answer(new SendResult.OurFault(), Duration.ofMillis(10));
    Optional<Instant> pausedUntil = lane.play();
    lane.sent.clear();
    lane.now = lane.now.plusSeconds(5);
    assertThat(lane.play()).isEqualTo(pausedUntil);
    assertThat(lane.sent).isEmpty();

    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(10));
    lane.playUntil(pausedUntil.orElseThrow().plusSeconds(1));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void endedTurnReleasesTheLaneWithItsBacklog() {
    wait(500, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (_, at) -> {
          if (at.isAfter(START.plusSeconds(1))) {
            lane.turn().end();
          }
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    assertThat(lane.play()).contains(lane.now);
    assertThat(lane.waiting).isNotEmpty();
  }

  private void wokenAt(Instant at) {
    lane.lane = DrivenLane.with(lane.lane, Optional.empty(), Optional.of(at));
  }

  @Test
  void markedLaneIsLookedAtOnceMore() {
    wokenAt(START.minusSeconds(4));
    assertThat(lane.play())
        .as("the index may not have had it yet")
        .contains(START.plus(Lanes.INDEX_LAG));
    lane.now = START.plus(Lanes.INDEX_LAG);
    assertThat(lane.play(lane.messages.getLast())).isEmpty();
  }

  @Test
  void laneWithOnlyLaterAttemptsIsReleased() {
    wait(500, START.plusSeconds(30), Duration.ofMillis(1));
    assertThat(lane.play()).contains(START.plusSeconds(30));
    assertThat(lane.now).isEqualTo(START);
  }

  @Test
  void markByASlowClockIsLookedForLonger() {
    wokenAt(START.minus(Lanes.INDEX_LAG).minus(Lanes.CLOCKS_APART));
    assertThat(lane.play()).contains(START.plus(Lanes.INDEX_LAG));
  }

  private DueWork.OfLane recorded(DeliveryId named) {
    return new DueWork.OfLane(lane.lane.configuration(), named);
  }

  @Test
  void failedNamedDeliveryIsNamedAgain() {
    DeliveryId named = DeliveryId.of(new UUID(0, 1));
    DeliveryId other = DeliveryId.of(new UUID(0, 2));
    SendResult failed = new SendResult.Failed(Optional.empty(), Optional.of(START.plusSeconds(5)));
    LaneTurn turn = lane.taken(recorded(named));
    turn.told(recorded(other), START);
    assertThat(turn.next(START)).isEqualTo(new LaneTurn.Next.Send(named, false));
    assertThat(turn.next(START)).isEqualTo(new LaneTurn.Next.Send(other, false));
    turn.ended(named, failed, 0, START);
    turn.ended(other, failed, 0, START);
    LaneTurn.Next.Done done = (LaneTurn.Next.Done) turn.next(START);
    assertThat(done.wakeAt()).contains(START.plusSeconds(5));
    assertThat(done.lane().wakeSentFor()).isEqualTo(done.wakeAt());
    DueWork.OfLane message = done.message().orElseThrow();
    assertThat(message.first()).contains(named);
    assertThat(message.hops()).isEqualTo(1);
  }

  @Test
  void unnamedDeliveryIsDueWhenTheIndexHasIt() {
    DeliveryId named = DeliveryId.of(new UUID(0, 1));
    LaneTurn turn =
        lane.taken(new DueWork.OfLane(lane.lane.configuration(), Optional.of(named), false, 12));
    assertThat(turn.next(START)).isEqualTo(new LaneTurn.Next.Send(named, false));
    SendResult failed = new SendResult.Failed(Optional.empty(), Optional.of(START.plusSeconds(5)));
    turn.ended(named, failed, 0, START);
    LaneTurn.Next.Done done = (LaneTurn.Next.Done) turn.next(START);
    assertThat(done.message()).isEmpty();
    assertThat(done.wakeAt()).contains(START.plus(Lanes.INDEX_LAG));
  }

  @Test
  void slowClockWaitsForANamedDelivery() {
    DeliveryId named = DeliveryId.of(new UUID(0, 1));
    LaneTurn turn = lane.taken(recorded(named));
    assertThat(turn.next(START)).isEqualTo(new LaneTurn.Next.Send(named, false));
    turn.ended(named, new SendResult.NotSent(Optional.of(START.plusMillis(100))), 0, START);
    assertThat(turn.next(START)).isInstanceOf(LaneTurn.Next.Wait.class);
    assertThat(turn.next(START.plusMillis(100))).isEqualTo(new LaneTurn.Next.Send(named, false));
  }

  @Test
  void namedDeliveryInAnEmptyLaneNeedsNoLook() {
    lane.play(recorded(lane.waits(START)));
    assertThat(lane.sent).hasSize(1);
    assertThat(lane.waiting).isEmpty();
    assertThat(lane.looks).isZero();
    assertThat(lane.messages).isEmpty();
  }

  @Test
  void namedDeliveryKeepsTheWakeUpOfALaterAttempt() {
    lane.waits(START.plusSeconds(30));
    assertThat(lane.play()).contains(START.plusSeconds(30));
    lane.looks = 0;
    lane.now = START.plusSeconds(10);
    assertThat(lane.play(recorded(lane.waits(lane.now)))).contains(START.plusSeconds(30));
    assertThat(lane.looks).isZero();
    assertThat(lane.messages).as("the first is on its way").hasSize(1);
    lane.playUntil(START.plusSeconds(31));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void dueDeliveriesOfADeadHolderAreFound() {
    lane.lane = DrivenLane.with(lane.lane, Optional.of(START.minusMillis(1)), Optional.empty());
    lane.waits(START.minusSeconds(40));
    lane.play(recorded(lane.waits(START)));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void wakeUpIsSentAgainOnlyIfItIsLost() {
    lane.limits = new SendLimits(1, OptionalInt.empty());
    wait(500, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (_, _) -> {
          lane.turn().end();
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    assertThat(lane.play()).contains(lane.now);
    for (int i = 0; i < 9; i++) {
      assertThat(lane.play(recorded(lane.waits(lane.now)))).contains(lane.now);
    }
    assertThat(lane.messages).hasSize(1);
    lane.now = lane.now.plusSeconds(121);
    lane.play(recorded(lane.waits(lane.now)));
    assertThat(lane.messages).as("the first is lost").hasSize(2);
    lane.play(lane.messages.getLast());
    assertThat(lane.messages).as("the second has come").hasSize(3);
    assertThat(lane.messages.getLast().hops()).isEqualTo(2);
  }

  @Test
  void deliveriesRelyingOnAWakeUpAreFoundByTheNextHolder() {
    wait(50, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (_, _) -> {
          lane.turn().end();
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    lane.limits = new SendLimits(1, OptionalInt.empty());
    lane.play();
    assertThat(lane.lane.wakeSentFor()).isPresent();
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
    lane.lane = DrivenLane.with(lane.lane, Optional.empty(), Optional.of(lane.now));
    lane.play(recorded(lane.waits(lane.now)));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void laneWithAWakeUpInFlightIsDueSoonDespiteALongWait() {
    lane.waits(START.plus(Duration.ofHours(5)));
    Lane was = lane.lane;
    lane.lane =
        new Lane(
            was.configuration(),
            was.leasedUntil(),
            was.dueAt(),
            was.wokenAt(),
            was.askedAt(),
            Optional.of(START.minusSeconds(1)),
            was.state());
    assertThat(lane.play())
        .as("new deliveries send no message, since that is on its way; it may be lost")
        .contains(START.plus(Lanes.INDEX_LAG));
  }

  /// 1. A delivery ends; another takes 20 s. 2. After three seconds the first is restarted or
  ///    pulled forward, and the lane is marked.
  private void againDuringALongTurn(SendResult first, Instant roundBeganAt) {
    DeliveryId again = lane.waits(START.minusSeconds(2));
    DeliveryId slow = lane.waits(START.minusSeconds(1));
    DeliveryId marks = lane.arrives(START.plusSeconds(3));
    lane.receiver =
        (id, at) -> {
          if (id.equals(marks)) {
            lane.waiting.put(again, new Waiting(again, at, roundBeganAt));
          }
          boolean isFirst = at.equals(START) && id.equals(again);
          return new Answer(
              isFirst ? first : new SendResult.Delivered(),
              id.equals(slow) ? Duration.ofSeconds(20) : Duration.ofMillis(10));
        };
    lane.playUntil(START.plusSeconds(60));
    assertThat(lane.waiting).as("a minute later").isEmpty();
  }

  @Test
  void deliveryThatIsRestartedDuringALongTurnIsSentAgain() {
    againDuringALongTurn(new SendResult.Delivered(), START.plusSeconds(3));
  }

  @Test
  void deliveryThatIsPulledForwardDuringALongTurnIsSent() {
    againDuringALongTurn(
        new SendResult.Failed(Optional.empty(), Optional.of(START.plus(Duration.ofHours(5)))),
        START.minusSeconds(2));
  }

  /// A person sends a delivery again while its attempt hangs; that ends after 20 s.
  @Test
  void deliveryThatIsRestartedInFlightIsSentAgain() {
    DeliveryId slow = lane.waits(START.minusSeconds(1));
    DeliveryId marks = lane.arrives(START.plusSeconds(3));
    lane.receiver =
        (id, at) -> {
          if (id.equals(marks)) {
            lane.waiting.put(slow, new Waiting(slow, at, at));
          }
          boolean hangs = at.equals(START);
          // What the store says of the attempt of an earlier round does not matter here.
          return new Answer(
              hangs ? new SendResult.NotSent(Optional.empty()) : new SendResult.Delivered(),
              Duration.ofMillis(hangs ? 20_000 : 10));
        };
    lane.playUntil(START.plusSeconds(60));
    assertThat(sent()).containsExactly(slow, marks, slow);
  }

  /// The index lags, so only the message names the delivery.
  @Test
  void askedDeliveryIsSentAgainInTheSameTurn() {
    DeliveryId again = lane.waits(START.minusSeconds(2));
    DeliveryId slow = lane.waits(START.minusSeconds(1));
    DeliveryId other = lane.arrives(START.plusSeconds(3));
    lane.receiver =
        (id, _) -> {
          if (id.equals(other)) {
            lane.turn().told(DueWork.OfLane.asked(lane.lane.configuration(), again), lane.now);
          }
          return new Answer(
              new SendResult.Delivered(), Duration.ofMillis(id.equals(slow) ? 20_000 : 10));
        };
    lane.playUntil(START.plusSeconds(60));
    assertThat(sent()).containsExactly(again, slow, other, again);
  }

  @Test
  void afterTwelveMessagesALaneIsLeftToTheSweep() {
    wait(5, START.plusSeconds(30), Duration.ofMillis(1));
    assertThat(
            lane.play(new DueWork.OfLane(lane.lane.configuration(), Optional.empty(), false, 12)))
        .contains(START.plusSeconds(30));
    assertThat(lane.messages).isEmpty();
  }

  @Test
  void successOfAnAskedDeliverySendsTheBacklog() {
    wait(20, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.playUntil(START.plusSeconds(100));
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(10));
    lane.play(DueWork.OfLane.asked(lane.lane.configuration(), lane.waits(lane.now)));
    lane.playUntil(lane.now.plusSeconds(30));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void laterAttemptIsTheLanesWakeUp() {
    lane.waits(START.plusSeconds(30));
    assertThat(lane.play()).contains(START.plusSeconds(30));
    assertThat(lane.sent).isEmpty();
  }
}
