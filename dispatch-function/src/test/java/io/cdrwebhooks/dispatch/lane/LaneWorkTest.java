package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.testing.SampleWork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests how the function works the lane of a configuration.
class LaneWorkTest {
  @AutoClose private final LaneFixture lane = new LaneFixture();
  private final DispatchSystem system = lane.system;

  @Test
  void recordingDoesNotWaitForReceivers() throws IOException {
    system.receiver.answer(
        exchange -> {
          throw new IOException("the receiver must not be called");
        });
    lane.arrive(1, 50);

    assertThat(system.receiver.received).isEmpty();
    assertThat(lane.with(DeliveryStatus.PENDING)).isEqualTo(50);
    assertThat(system.workMessages.sent())
        .hasSize(50)
        .allSatisfy(sent -> assertThat(sent.delay()).isZero());
  }

  @Test
  void oneMessageSendsTheWholeBacklog() throws IOException {
    lane.arrive(1, 50);
    assertThat(lane.message("")).isEmpty();

    assertThat(lane.with(DeliveryStatus.DELIVERED)).isEqualTo(50);
    assertThat(system.receiver.received).hasSize(50);
    system.now = START.plus(Lanes.FOUND_WITHIN);
    lane.message(",\"hops\":1");
    assertThat(system.lanes.due()).as("nothing waits any more").isEmpty();
  }

  @Test
  void messageForAHeldLaneMarksIt() throws IOException {
    Instant end = START.plusSeconds(60);
    Lane held =
        system.lanes.acquire(SampleWork.wakeUp(CONFIGURATION), "other", START, end).orElseThrow();
    lane.arrive(1);

    assertThat(system.receiver.received).isEmpty();
    assertThat(system.lanes.release(held, "other", Optional.empty()))
        .as("its holder looks once more")
        .isPresent();
  }

  /// Ends the process: it makes no further call.
  private static final class ProcessEnded extends Error {
    private static final long serialVersionUID = 1;
  }

  /// The oldest report ends each process that counts its lines. The lane's other reports go out,
  /// and a sweep finds the lane after each death.
  @Test
  void deliveryThatKillsItsWorkersFailsAlone() throws IOException {
    system.lanesStandStill();
    system.invoke(event(system.put("deadly.zip", "v1", Map.of())));
    lane.arrive(1, 20);
    AtomicBoolean ended = new AtomicBoolean();
    int deaths = 0;
    system.watch(
        call -> {
          if (call.store() instanceof Reports && DeadLettersTest.isOf("deadly.zip", call)) {
            ended.set(true);
          }
          if (ended.get()) {
            throw new ProcessEnded();
          }
        });
    for (int turn = 0; turn < 20 && lane.with(DeliveryStatus.PENDING) > 0; turn++) {
      try {
        lane.message("");
      } catch (ProcessEnded _) {
        deaths++;
        ended.set(false);
      }
      system.now = system.now.plus(Lanes.FOUND_WITHIN.multipliedBy(10));
    }

    assertThat(lane.with(DeliveryStatus.DELIVERED)).isEqualTo(20);
    Delivery deadly =
        system.deliveries.all().stream()
            .filter(delivery -> delivery.status() == DeliveryStatus.FAILED)
            .findFirst()
            .orElseThrow();
    assertThat(deadly.report().fileName()).isEqualTo("deadly.zip");
    assertThat(deadly.progress().reason()).isEqualTo("5 attempts in a row killed their worker");
    assertThat(deaths).as("the first death is not noted").isEqualTo(6);
    assertThat(system.workNotes.noted()).isEmpty();
  }

  @Test
  void leaseIsRenewedWhileTheLaneIsWorked() throws IOException {
    lane.arrive(1, 100);
    lane.eachRequestTakes(Duration.ofMillis(600));
    lane.message("");

    assertThat(system.receiver.received)
        .as("a turn lasts 60 s, two leases")
        .hasSizeBetween(90, 100);
    assertThat(system.log).noneMatch(line -> line.contains("attempt.faulted"));
  }
}
