package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.report.Reports;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests what a short fault of AWS costs a lane: seconds, not the rest of its lease.
class FaultOfAwsTest {
  @AutoClose private final LaneFixture lane = new LaneFixture();
  private final DispatchSystem system = lane.system;

  private static IllegalStateException fault() {
    return new IllegalStateException("503 from AWS");
  }

  @Test
  void laneWhoseConfigurationCannotBeReadRestsForSeconds() throws IOException {
    lane.arrive(1, 1);
    system.watch(
        call -> {
          if (call.is(WebhookConfigurations.class, "find")) {
            throw fault();
          }
        });
    assertThat(lane.message("")).as("SQS repeats the message").hasSize(1);
    Optional<Instant> again = Optional.of(system.now.plusSeconds(12));
    Lane resting = system.lanes.find(CONFIGURATION);
    assertThat(resting.leasedUntil()).isEqualTo(again);
    assertThat(resting.dueAt()).as("a sweep finds it").isEqualTo(again);
  }

  @Test
  void faultThatLastsDuringAnAttemptReleasesTheLane() throws IOException {
    lane.arrive(1, 1);
    AtomicBoolean isAway = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    system.watch(
        call -> {
          if (isAway.get() && call.is(Lanes.class, "find") && reads.incrementAndGet() > 0) {
            system.now = system.now.plus(Lanes.BETWEEN_WAKES);
            throw fault();
          }
        });
    system.receiver.answer(
        exchange -> {
          isAway.set(true);
          system.now = system.now.plus(Lanes.BETWEEN_WAKES);
          while (reads.get() == 0) {
            Thread.yield();
          }
          exchange.sendResponseHeaders(200, -1);
        });
    assertThat(lane.message("")).isEmpty();
    assertThat(reads).as("a turn that ends reads the lane no more").hasValue(1);
    assertThat(system.lanes.find(CONFIGURATION).leasedUntil()).isEmpty();
  }

  /// Otherwise one failed read each second would let all other attempts go on.
  @Test
  void unreadableConfigurationIsNotUsed() throws IOException {
    lane.arrive(1, 40);
    AtomicInteger requests = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    AtomicBoolean isAway = new AtomicBoolean();
    system.watch(
        call -> {
          if (isAway.get() && call.is(WebhookConfigurations.class, "find")) {
            reads.incrementAndGet();
            throw fault();
          }
        });
    system.receiver.answer(
        exchange -> {
          if (requests.incrementAndGet() == 1) {
            isAway.set(true);
            system.now = system.now.plusSeconds(1);
          }
          exchange.sendResponseHeaders(200, -1);
        });
    lane.message("");
    assertThat(requests).as("of five in flight").hasValueLessThanOrEqualTo(5);
    assertThat(reads).as("all callers share a failed read").hasValueLessThanOrEqualTo(2);
  }

  @Test
  void deliveriesOfADisabledConfigurationAreHeldUncounted() throws IOException {
    system.lanesStandStill();
    assertThat(system.invoke(event(system.put("tx1.zip", "v1")))).isEmpty();
    lane.disable();
    AtomicInteger looks = new AtomicInteger();
    system.watch(
        call -> {
          if (call.store() instanceof Reports) {
            looks.incrementAndGet();
          }
        });
    lane.message("");
    assertThat(system.deliveries.all())
        .extracting(Delivery::status)
        .containsOnly(DeliveryStatus.HELD);
    assertThat(looks).hasValue(0);
  }
}
