package io.cdrwebhooks.lane;

import static io.cdrwebhooks.lane.DrivenLane.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// An open breaker.
class OpenBreakerTest {
  private final DrivenLane lane = new DrivenLane();

  private static Breaker open(Instant since, Instant probeAt) {
    List<DeliveryId> failed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      failed.add(DeliveryId.of(UUID.randomUUID()));
    }
    return new Breaker(failed, Optional.of(since), 9, Optional.of(probeAt), Optional.empty());
  }

  private void stored(Lane.State state, Optional<Instant> dueAt) {
    lane.lane = lane.lane.withDueAt(dueAt).with(state);
  }

  /// All failed deliveries were given up. A report was recorded four seconds before the probe. Its
  /// arrival sent no message and left no mark, because the lane waited for its probe. The index
  /// lags five seconds, so the turn of the probe does not find the report.
  @Test
  void reportRecordedJustBeforeTheProbeOfAnEmptyLaneIsNotForgotten() {
    Breaker breaker = open(START.minus(Duration.ofHours(80)), START);
    stored(Lane.State.of(breaker), Optional.of(START));

    InMemoryLanes stored = new InMemoryLanes(new InMemoryDeliveries());
    Instant recordedAt = START.minusSeconds(4);
    DueWork.OfLane any = SampleWork.wakeUp(lane.lane.configuration());
    Lane held =
        stored.acquire(any, "h", recordedAt.minusSeconds(9), recordedAt.minusSeconds(1)).get();
    assertThat(stored.release(held.with(Lane.State.of(breaker)), "h", Optional.of(START)))
        .isEmpty();
    assertThat(stored.wake(lane.lane.configuration(), Optional.empty(), recordedAt))
        .as("the arrival relies on the probe")
        .isFalse();
    assertThat(stored.find(lane.lane.configuration()).wokenAt()).as("no mark").isEmpty();

    Optional<Instant> wakeAt = lane.play(); // the index shows nothing yet
    assertThat(wakeAt).as("the lane must be looked at when the index has the report").isPresent();
  }

  @Test
  void turnOfADisabledConfigurationThatEndsEarlyGoesOnAtOnce() {
    Breaker breaker = open(START.minus(Duration.ofHours(1)), START.plus(Duration.ofHours(12)));
    stored(Lane.State.of(breaker), Optional.of(START));
    for (int i = 0; i < 2; i++) {
      lane.waits(START);
    }
    LaneTurn turn = lane.taken(SampleWork.wakeUp(lane.lane.configuration()));
    turn.limitTo(lane.limits, false);
    TurnStep.ReadPage look = (TurnStep.ReadPage) turn.next(START);
    turn.pageRead(look, new Lanes.Page(List.copyOf(lane.waiting.values()), false), START);
    turn.end();
    assertThat(((TurnStep.Done) turn.next(START)).wakeAt()).contains(START);
  }

  /// Our egress is broken, so the lane rests for 30 s. Meanwhile a person says that the receiver
  /// works again. The lane may not probe yet, and must not give up deliveries that it cannot try.
  @Test
  void deliveryIsNotGivenUpWhileOurFaultDelaysTheProbe() {
    playWhileTheProbeIsDelayed(
        START.plusSeconds(20), DueWork.OfLane.askedFor(lane.lane.configuration()));
  }

  /// The same, and the lane's own message is taken by a process whose clock is a second behind.
  @Test
  void slowClockDoesNotFailDeliveriesAfterOurFault() {
    playWhileTheProbeIsDelayed(START.plusSeconds(1), own(1));
  }

  /// The same with a rate of one request a second: only the rate limit delays the probe.
  @Test
  void deliveryIsNotGivenUpWhileTheRateLimitDelaysTheProbe() {
    lane.limits = new SendLimits(10, OptionalInt.of(1));
    playWhileTheProbeIsDelayed(START.plusMillis(500), SampleWork.wakeUp(lane.lane.configuration()));
  }

  private void playWhileTheProbeIsDelayed(Instant until, DueWork.OfLane work) {
    Instant began = START.minus(Duration.ofHours(77));
    for (int i = 0; i < 20; i++) {
      lane.waits(began, began);
    }
    Optional<Instant> delayedUntil = Optional.of(until);
    stored(
        new Lane.State(
            open(began, START.minusSeconds(10)),
            delayedUntil,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty()),
        delayedUntil);
    lane.play(work);
    assertThat(lane.givenUp).as("a due probe goes before all give-ups").isEmpty();
  }

  /// The turn must end while it gives up deliveries, and the next probe is due in half an hour.
  @Test
  void nextTurnContinuesGivingUp() {
    Instant began = START.minus(Duration.ofHours(77));
    for (int i = 0; i < 20; i++) {
      lane.waits(began, began);
    }
    Instant probeAt = START.plus(Duration.ofMinutes(30));
    stored(Lane.State.of(open(began, probeAt)), Optional.of(START));
    lane.endsAfterGivingUp(5);
    assertThat(lane.play(own(11))).contains(START);
    assertThat(lane.givenUp).hasSize(5);
    lane.endsAfterGivingUp(10);
    assertThat(lane.play(lane.messages.getLast()))
        .as("the chain of messages is over, and a sweep's message waits for the probe")
        .contains(probeAt);
    assertThat(lane.givenUp).hasSize(10);
  }

  private DueWork.OfLane own(int hops) {
    return DueWork.OfLane.ownMessage(lane.lane.configuration(), Optional.empty(), hops);
  }

  @Test
  void userRequestDuringAProbeCausesAnotherProbe() {
    for (int i = 0; i < 3; i++) {
      lane.waits(START);
    }
    stored(Lane.State.of(open(START.minusSeconds(60), START)), Optional.of(START));
    DueWork.OfLane asked = DueWork.OfLane.askedFor(lane.lane.configuration());
    lane.receiver =
        (id, at) -> {
          if (lane.sent.size() == 1) {
            lane.turn().workArrived(asked, at);
          }
          return lane.refused(id);
        };
    lane.play();
    assertThat(lane.sent).as("the probe, and the one that was asked for").hasSize(2);
    assertThat(lane.lane.breaker().probeAt()).as("then the breaker waits").isPresent();
  }

  /// Our service is down for three days, so the breaker's probe is three days late.
  @Test
  void outageOnOurSideDoesNotEndDeliveries() {
    for (int i = 0; i < 3; i++) {
      lane.waits(START);
    }
    Instant probeAt = START.plus(Duration.ofHours(1));
    stored(Lane.State.of(open(START, probeAt)), Optional.of(probeAt));
    lane.receiver = (id, _) -> lane.refused(id);
    lane.now = START.plus(Duration.ofHours(78));
    lane.play();
    assertThat(lane.sent).hasSize(1);
    assertThat(lane.givenUp).as("the receiver was seen to fail for an hour").isEmpty();
  }
}
