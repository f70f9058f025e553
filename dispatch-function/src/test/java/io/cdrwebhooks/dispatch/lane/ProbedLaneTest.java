package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lanes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests how a lane probes a receiver that fails, and when it gives up its deliveries.
class ProbedLaneTest {
  @AutoClose private final LaneFixture lane = new LaneFixture();
  private final DispatchSystem system = lane.system;

  /// Works the lane each time it is due before `end`.
  private void playUntil(Instant end) throws IOException {
    Optional<Instant> wakeAt = Optional.of(system.now);
    for (int turn = 0; wakeAt.filter(end::isAfter).isPresent(); turn++) {
      assertThat(turn).isLessThan(500);
      system.now = wakeAt.get().isAfter(system.now) ? wakeAt.get() : system.now;
      lane.message("");
      wakeAt = Optional.ofNullable(system.lanes.due().get(CONFIGURATION));
    }
  }

  @Test
  void probesOfAFailingReceiverDoNotUseUpSteps() throws IOException {
    lane.opensItsBreaker();
    Breaker open = lane.breaker();
    assertThat(open.isOpen()).isTrue();
    int requests = system.receiver.received.size();
    assertThat(requests).as("those that were in flight when it opened").isBetween(5, 14);

    lane.message("");
    assertThat(system.receiver.received).as("nothing is sent before the probe").hasSize(requests);
    system.now = open.probeAt().orElseThrow();
    lane.message("");
    assertThat(system.receiver.received).hasSize(requests + 1);
    Delivery probed =
        system.deliveries.all().stream()
            .filter(delivery -> delivery.progress().probes() == 1)
            .findFirst()
            .orElseThrow();
    assertThat(probed.progress().dueAt()).as("its due time is unchanged").contains(START);
    assertThat(system.deliveries.attempts(probed.id())).hasSize(1);

    system.receiver.answer(200, "");
    system.now = lane.breaker().probeAt().orElseThrow();
    lane.message("");
    system.now = system.now.plusSeconds(10);
    lane.message("");
    assertThat(lane.with(DeliveryStatus.DELIVERED)).isEqualTo(30);
    assertThat(lane.breaker()).isEqualTo(Breaker.CLOSED);
  }

  @Test
  void probeAnsweredWithGoneIsTheOnlyRequest() throws IOException {
    lane.opensItsBreaker();
    int requests = system.receiver.received.size();

    system.receiver.answer(410, "gone");
    system.now = lane.breaker().probeAt().orElseThrow();
    lane.message("");
    assertThat(system.receiver.received).hasSize(requests + 1);
  }

  @Test
  void askedDeliveryProbesAFailingReceiverAtOnce() throws IOException {
    lane.opensItsBreaker();
    system.receiver.answer(200, "");
    lane.message(",\"asked\":true");
    system.now = system.now.plusSeconds(10);
    lane.message("");

    assertThat(lane.with(DeliveryStatus.DELIVERED)).isEqualTo(30);
  }

  @Test
  void roundEndsAfterSeventySixHoursOfFailing() throws IOException {
    system.receiver.answer(500, "down");
    lane.arrive(1, 10);
    playUntil(START.plus(RetrySchedule.STANDARD.lasts()));
    assertThat(lane.with(DeliveryStatus.FAILED)).isZero();
    playUntil(START.plus(Duration.ofHours(78)));

    assertThat(lane.with(DeliveryStatus.FAILED)).isEqualTo(10);
    assertThat(system.deliveries.all().getFirst().progress().reason())
        .startsWith("its receiver has failed since 2026-01-10T");
    assertThat(system.notices).isNotEmpty();
  }

  /// A probe succeeds after 75 hours, and its holder dies before it stores that. The receiver fails
  /// again for the next two hours.
  @Test
  void roundGoesOnIfTheReceiverAcceptedADeliveryInTheMeantime() throws IOException {
    boolean[] dies = {false};
    system.watch(
        call -> {
          if (dies[0] && (call.is(Lanes.class, "renew") || call.is(Lanes.class, "release"))) {
            throw new IllegalStateException("the holder died");
          }
        });
    system.receiver.answer(500, "down");
    lane.arrive(1, 10);
    playUntil(START.plus(Duration.ofHours(75)));
    AtomicInteger requests = new AtomicInteger();
    system.receiver.answer(
        exchange -> exchange.sendResponseHeaders(requests.incrementAndGet() == 1 ? 200 : 500, -1));
    dies[0] = true;
    system.now = system.lanes.due().get(CONFIGURATION);
    lane.message("");
    assertThat(lane.with(DeliveryStatus.DELIVERED)).isOne();
    assertThat(lane.breaker().isOpen()).isTrue();

    dies[0] = false;
    system.now = START.plus(Duration.ofHours(77));
    playUntil(START.plus(Duration.ofHours(79)));
    assertThat(lane.with(DeliveryStatus.FAILED)).isZero();
  }

  /// The receiver is down, and its configuration is disabled before the next probe.
  @Test
  void disablingHoldsWhatWaitsForAProbeTogether() throws IOException {
    lane.opensItsBreaker();
    int requests = system.receiver.received.size();
    lane.disable();
    system.now = lane.breaker().probeAt().orElseThrow();
    lane.message("");

    assertThat(system.receiver.received).hasSize(requests);
    assertThat(lane.with(DeliveryStatus.HELD)).isEqualTo(30);
    assertThat(lane.breaker().isOpen()).isTrue();
  }
}
