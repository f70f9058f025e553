package io.cdrwebhooks.lane;

import static io.cdrwebhooks.lane.DrivenLane.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.DrivenLane.Answer;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests when a lane wakes up: messages, marks, an index that lags.
class LaneWakeUpsTest {
  private final DrivenLane lane = new DrivenLane();

  @Test
  void namedDeliveryOfAnEndedTurnIsFoundDespiteIndexLag() {
    DeliveryId late = DeliveryId.of(new UUID(0, 2));
    LaneTurn ending = lane.taken(SampleWork.wakeUp(lane.lane.configuration()));
    ending.end();
    ending.workArrived(lane.messageAbout(late), START);
    TurnStep.Done done = (TurnStep.Done) ending.next(START);
    assertThat(done.wakeAt()).contains(START);
    lane.lane = done.lane().withDueAt(done.wakeAt()).with(Lane.Marks.NONE);
    assertThat(lane.play(done.message().orElseThrow()))
        .as("the look came before the index had it")
        .contains(START.plus(Lanes.INDEX_LAG));
    lane.waiting.put(late, new Waiting(late, START, START));
    lane.now = START.plus(Lanes.INDEX_LAG);
    lane.play();
    assertThat(lane.sentIds()).containsExactly(late);
  }

  @Test
  void holderFindsDeliveriesWhoseMessageSetNoMark() {
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
    lane.play(lane.messageAbout(first));
    assertThat(lane.sent).hasSize(3);
    assertThat(lane.now).isBefore(START.plusSeconds(1));
  }

  private void wokenAt(Instant at) {
    lane.lane =
        lane.lane
            .withDueAt(Optional.empty())
            .with(new Lane.Marks(Optional.of(at), Optional.empty()));
  }

  @Test
  void markedLaneIsReadOnceMore() {
    wokenAt(START.minusSeconds(4));
    assertThat(lane.play())
        .as("the index may not have had it yet")
        .contains(START.plus(Lanes.INDEX_LAG));
    lane.now = START.plus(Lanes.INDEX_LAG);
    assertThat(lane.play(lane.messages.getLast())).isEmpty();
  }

  @Test
  void markByASlowClockIsLookedForLonger() {
    wokenAt(START.minus(Lanes.INDEX_LAG).minus(Lanes.CLOCKS_APART));
    assertThat(lane.play()).contains(START.plus(Lanes.INDEX_LAG));
  }

  @Test
  void failedNamedDeliveryIsNamedAgain() {
    DeliveryId named = DeliveryId.of(new UUID(0, 1));
    DeliveryId other = DeliveryId.of(new UUID(0, 2));
    SendResult failed = new SendResult.Failed(Optional.empty(), Optional.of(START.plusSeconds(5)));
    LaneTurn turn = lane.taken(lane.messageAbout(named));
    turn.workArrived(lane.messageAbout(other), START);
    assertThat(turn.next(START)).isEqualTo(new TurnStep.Send(named));
    assertThat(turn.next(START)).isEqualTo(new TurnStep.Send(other));
    turn.attemptEnded(named, failed, 0, START);
    turn.attemptEnded(other, failed, 0, START);
    TurnStep.Done done = (TurnStep.Done) turn.next(START);
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
        lane.taken(DueWork.OfLane.ownMessage(lane.lane.configuration(), Optional.of(named), 12));
    assertThat(turn.next(START)).isEqualTo(new TurnStep.Send(named));
    SendResult failed = new SendResult.Failed(Optional.empty(), Optional.of(START.plusSeconds(5)));
    turn.attemptEnded(named, failed, 0, START);
    TurnStep.Done done = (TurnStep.Done) turn.next(START);
    assertThat(done.message()).isEmpty();
    assertThat(done.wakeAt()).contains(START.plus(Lanes.INDEX_LAG));
  }

  /// A turn that must end has decided on its message, and another message comes before the lane is
  /// released.
  @Test
  void turnThatContinuesBeforeItsReleaseSendsItsMessageLater() {
    LaneTurn turn = lane.taken(SampleWork.wakeUp(lane.lane.configuration()));
    turn.end();
    TurnStep.Done first = (TurnStep.Done) turn.next(START);
    assertThat(first.message()).isPresent();
    turn.workArrived(SampleWork.wakeUp(lane.lane.configuration()), START);
    assertThat(turn.next(START)).as("the first message was not sent").isEqualTo(first);
  }

  @Test
  void slowClockWaitsForANamedDelivery() {
    DeliveryId named = DeliveryId.of(new UUID(0, 1));
    LaneTurn turn = lane.taken(lane.messageAbout(named));
    assertThat(turn.next(START)).isEqualTo(new TurnStep.Send(named));
    turn.attemptEnded(named, new SendResult.Postponed(START.plusMillis(100)), 0, START);
    assertThat(turn.next(START)).isInstanceOf(TurnStep.Wait.class);
    assertThat(turn.next(START.plusMillis(100))).isEqualTo(new TurnStep.Send(named));
  }

  @Test
  void namedDeliveryInAnEmptyLaneNeedsNoRead() {
    lane.play(lane.messageAbout(lane.waits(START)));
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
    assertThat(lane.play(lane.messageAbout(lane.waits(lane.now)))).contains(START.plusSeconds(30));
    assertThat(lane.looks).isZero();
    assertThat(lane.messages).as("the first is on its way").hasSize(1);
    lane.playUntil(START.plusSeconds(31));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void dueDeliveriesOfADeadHolderAreFound() {
    lane.lane = lane.lane.withDueAt(Optional.of(START.minusMillis(1)));
    lane.waits(START.minusSeconds(40));
    lane.play(lane.messageAbout(lane.waits(START)));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void wakeUpIsSentOnce() {
    lane.limits = new SendLimits(1, OptionalInt.empty());
    lane.wait(500, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (_, _) -> {
          lane.turn().end();
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    assertThat(lane.play()).contains(lane.now);
    for (int i = 0; i < 9; i++) {
      assertThat(lane.play(lane.messageAbout(lane.waits(lane.now)))).contains(lane.now);
    }
    assertThat(lane.messages).hasSize(1);
    lane.now = lane.now.plus(Duration.ofMinutes(10));
    lane.play(lane.messageAbout(lane.waits(lane.now)));
    assertThat(lane.messages).as("it may wait in a long queue").hasSize(1);
    lane.play(lane.messages.getLast());
    assertThat(lane.messages).as("it has come").hasSize(2);
    assertThat(lane.messages.getLast().hops()).isEqualTo(2);
  }

  @Test
  void deliveriesRelyingOnAWakeUpAreFoundByTheNextHolder() {
    lane.wait(50, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver =
        (_, _) -> {
          lane.turn().end();
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    lane.limits = new SendLimits(1, OptionalInt.empty());
    lane.play();
    assertThat(lane.lane.wakeSentFor()).isPresent();
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
    wokenAt(lane.now);
    lane.play(lane.messageAbout(lane.waits(lane.now)));
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void laneIsDueSoonWhileArrivalsRelyOnItsMessage() {
    lane.waits(START.plus(Duration.ofHours(5)));
    Lane was = lane.lane;
    lane.lane = was.withWakeSentFor(Optional.of(START.minusSeconds(1)));
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
  void deliveryMadeDueNowDuringALongTurnIsSent() {
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
          // The store's answer about an attempt of an earlier round does not matter here.
          return new Answer(
              hangs ? new SendResult.Dropped() : new SendResult.Delivered(),
              Duration.ofMillis(hangs ? 20_000 : 10));
        };
    lane.playUntil(START.plusSeconds(60));
    assertThat(lane.sentIds()).containsExactly(slow, marks, slow);
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
            lane.turn()
                .workArrived(DueWork.OfLane.askedFor(lane.lane.configuration(), again), lane.now);
          }
          return new Answer(
              new SendResult.Delivered(), Duration.ofMillis(id.equals(slow) ? 20_000 : 10));
        };
    lane.playUntil(START.plusSeconds(60));
    assertThat(lane.sentIds()).containsExactly(again, slow, other, again);
  }

  @Test
  void afterTwelveMessagesALaneIsLeftToTheSweep() {
    lane.wait(5, START.plusSeconds(30), Duration.ofMillis(1));
    assertThat(
            lane.play(DueWork.OfLane.ownMessage(lane.lane.configuration(), Optional.empty(), 12)))
        .contains(START.plusSeconds(30));
    assertThat(lane.messages).isEmpty();
  }
}
