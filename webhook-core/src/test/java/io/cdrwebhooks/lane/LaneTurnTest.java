package io.cdrwebhooks.lane;

import static io.cdrwebhooks.lane.DrivenLane.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.DrivenLane.Answer;
import io.cdrwebhooks.lane.DrivenLane.Sent;
import io.cdrwebhooks.terms.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// The order and the limits of what a turn sends.
class LaneTurnTest {
  private final DrivenLane lane = new DrivenLane();

  @Test
  void emptyLaneIsReleased() {
    assertThat(lane.play()).isEmpty();
    assertThat(lane.sent).isEmpty();
  }

  @Test
  void waitingDeliveriesAreSentOnceOldestFirst() {
    List<DeliveryId> all = lane.wait(250, START.minusSeconds(250), Duration.ofMillis(1));
    lane.limits = new SendLimits(1, OptionalInt.empty());
    assertThat(lane.play()).isEmpty();
    assertThat(lane.sentIds()).isEqualTo(all);
  }

  @Test
  void inFlightNeverExceedsTheLimit() {
    lane.wait(500, START.minusSeconds(1), Duration.ZERO);
    lane.limits = new SendLimits(7, OptionalInt.empty());
    lane.play();
    assertThat(lane.mostInFlight).isEqualTo(7);
    assertThat(new HashSet<>(lane.sentIds())).hasSize(500);
  }

  @Test
  void loweredLimitAppliesToTheNextRequest() {
    lane.wait(100, START.minusSeconds(1), Duration.ZERO);
    lane.limits = new SendLimits(50, OptionalInt.empty());
    lane.receiver =
        (_, at) -> {
          if (at.equals(START.plusMillis(50))) {
            lane.turn().limitTo(new SendLimits(2, OptionalInt.empty()), true);
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
      lane.wait(10, lane.now, Duration.ZERO);
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
  void everySecondDeliveryIsNewWhileABacklogWaits() {
    lane.wait(2_000, START.minus(Duration.ofHours(9)), Duration.ofMillis(1));
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
    List<DeliveryId> backlog =
        lane.wait(100, START.minus(Duration.ofHours(9)), Duration.ofMillis(1));
    lane.limits = new SendLimits(1, OptionalInt.empty());
    lane.receiver =
        (_, at) -> {
          if (lane.sent.size() < 190) {
            lane.turn().workArrived(lane.messageAbout(lane.waits(at)), at);
          }
          return new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
        };
    lane.play();
    assertThat(lane.sentIds().subList(0, 180).stream().filter(backlog::contains))
        .hasSizeBetween(85, 95);
    assertThat(lane.waiting).isEmpty();
  }

  @Test
  void laneRestsASecondAfterThreeExceptions() {
    lane.wait(400, START.minusSeconds(60), Duration.ofMillis(1));
    lane.limits = new SendLimits(1, OptionalInt.empty());
    lane.receiver =
        (_, at) -> new Answer(new SendResult.Faulted(at.plusSeconds(60)), Duration.ofMillis(1));
    lane.playUntil(START.plusSeconds(10));
    assertThat(lane.sent).hasSizeBetween(27, 33);
  }

  @Test
  void faultOnOurSidePausesTheLaneAndFailsNoDelivery() {
    lane.wait(50, START.minusSeconds(60), Duration.ofMillis(1));
    lane.receiver = (_, _) -> new Answer(new SendResult.OurFault(), Duration.ofMillis(10));
    assertThat(lane.play()).contains(lane.now.plusSeconds(30));
    assertThat(lane.sent).hasSize(5);
    assertThat(lane.lane.breaker()).isEqualTo(Breaker.CLOSED);
  }

  @Test
  void pauseAfterAFaultOnOurSideAppliesToTheNextHolder() {
    lane.wait(50, START.minusSeconds(60), Duration.ofMillis(1));
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
    lane.wait(500, START.minusSeconds(60), Duration.ofMillis(1));
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

  @Test
  void laneWithOnlyLaterAttemptsIsReleased() {
    lane.wait(500, START.plusSeconds(30), Duration.ofMillis(1));
    assertThat(lane.play()).contains(START.plusSeconds(30));
    assertThat(lane.now).isEqualTo(START);
  }
}
