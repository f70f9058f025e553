package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that attempts keep the limits of a configuration, and stop when it is disabled.
class LaneLimitsTest {
  @AutoClose private final LaneFixture lane = new LaneFixture();
  private final DispatchSystem system = lane.system;

  @Test
  void disabledConfigurationIsSentNothingMore() throws IOException {
    lane.arrive(1, 40);
    AtomicInteger requests = new AtomicInteger();
    system.receiver.answer(
        exchange -> {
          if (requests.incrementAndGet() == 1) {
            lane.disable();
            system.now = system.now.plusSeconds(1);
          }
          exchange.sendResponseHeaders(200, -1);
        });
    lane.message("");

    assertThat(requests).hasValueLessThanOrEqualTo(10);
    assertThat(lane.with(DeliveryStatus.HELD)).isEqualTo(40 - requests.get());
  }

  @Test
  void changedLimitHoldsInTheCurrentTurn() throws IOException {
    lane.arrive(1, 40);
    system.limitTo(new SendLimits(1, OptionalInt.empty()));
    CountDownLatch fiveAtOnce = new CountDownLatch(5);
    system.receiver.answer(
        exchange -> {
          synchronized (this) {
            system.limitTo(SendLimits.STANDARD);
            system.now = system.now.plusMillis(600);
          }
          if (system.now.isAfter(START.plusSeconds(8))) {
            fiveAtOnce.countDown();
            LaneFixture.await(() -> assertThat(fiveAtOnce.await(30, TimeUnit.SECONDS)).isTrue());
          }
          exchange.sendResponseHeaders(200, -1);
        });
    lane.message("");

    assertThat(lane.with(DeliveryStatus.DELIVERED)).isEqualTo(40);
    assertThat(system.receiver.received).as("no request waited for others in vain").hasSize(40);
  }

  /// Three reports wait whose calls of `method` end at the same time; one request a second is
  /// allowed.
  private void threeAreHeldUpTogether(Class<?> store, String method) throws IOException {
    system.lanesStandStill();
    for (int i = 0; i < 3; i++) {
      system.invoke(event(system.put("tx" + i + ".zip", "v1", Map.of())));
    }
    system.limitTo(new SendLimits(10, OptionalInt.of(1)));
    CyclicBarrier together = new CyclicBarrier(3);
    system.watch(
        call -> {
          if (call.is(store, method)) {
            system.now = system.now.plusSeconds(1);
            LaneFixture.await(() -> together.await(30, TimeUnit.SECONDS));
          }
        });
  }

  /// Returns how often the lane waited for the rate limit.
  private int pausesToSendThree() throws IOException {
    AtomicInteger pauses = new AtomicInteger();
    system.whenPausing(pauses::incrementAndGet);
    lane.message("");

    assertThat(system.receiver.received).hasSize(3);
    return pauses.get();
  }

  @Test
  void attemptsHeldUpByCountingKeepTheRateLimit() throws IOException {
    threeAreHeldUpTogether(Reports.class, "lookUp");
    assertThat(pausesToSendThree()).isGreaterThanOrEqualTo(2);
  }

  /// One slow answer delays attempts that were begun at the right pace.
  @Test
  void requestsHeldUpByAwsKeepTheRateLimit() throws IOException {
    threeAreHeldUpTogether(DownloadLinks.class, "issue");
    assertThat(pausesToSendThree()).isPositive();
  }

  /// AWS answers slowly when the attempt already has its configuration.
  @Test
  void configurationDisabledWhileAwsIsSlowIsSentNothing() throws IOException {
    lane.arrive(1, 1);
    AtomicInteger issued = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(DownloadLinks.class, "issue") && issued.incrementAndGet() == 1) {
            lane.disable();
            system.now = system.now.plusSeconds(1);
          }
        });
    lane.message("");

    assertThat(issued).hasValue(1);
    assertThat(system.receiver.received).isEmpty();
    assertThat(lane.with(DeliveryStatus.HELD)).isOne();
  }

  @Test
  void deliveriesOfADisabledConfigurationAreHeldAtAnyPace() throws IOException {
    lane.arrive(1, 40);
    system.limitTo(new SendLimits(10, OptionalInt.of(1)));
    lane.disable();
    lane.message("");

    assertThat(lane.with(DeliveryStatus.HELD)).isEqualTo(40);
    assertThat(system.now).isBefore(START.plusSeconds(1));
    assertThat(system.notices).as("all of them may notice that the notice is due").hasSize(1);
  }
}
