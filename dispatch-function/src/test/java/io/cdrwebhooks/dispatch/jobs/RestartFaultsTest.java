package io.cdrwebhooks.dispatch.jobs;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Jobs that restart deliveries.
class RestartFaultsTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem();

  /// The step restarts the held deliveries. Then the first call of the lanes fails, or the worker
  /// dies there. The next try of the step finds no held deliveries.
  @Test
  void deliveriesRestartedByADeadStepAreSent() throws IOException {
    boolean[] dies = {false};
    system.watch(
        call -> {
          if (dies[0] && call.is(Lanes.class, "wakeBefore")) {
            dies[0] = false;
            throw new IllegalStateException("throttled, or it dies here");
          }
        });
    system.withTask();
    var was = system.configuration();
    system.configurations.replace(was.disabled("by hand", system.now), was.revision());
    system.invoke(event(system.put("tx0.zip", "v1", Map.of("number-of-lines", "2"))));
    assertThat(system.deliveries.all())
        .allSatisfy(each -> assertThat(each.status()).isEqualTo(DeliveryStatus.HELD));
    system.receiverIs(system.receiver.url(), true);
    BulkJob job =
        BulkJob.create(
            BulkJobId.of(UUID.randomUUID()),
            new BulkJob.Task.Release(
                CONFIGURATION,
                new TimeRange(START.minus(Duration.ofDays(1)), START.plus(Duration.ofDays(1)))),
            system.now);
    assertThat(system.jobs.create(job)).isTrue();
    dies[0] = true;
    assertThat(system.due(job.id())).as("its message fails").isNotEmpty();

    for (int minute = 1; minute <= 30; minute++) {
      system.now = START.plus(Duration.ofMinutes(minute));
      int sent = system.workMessages.sent().size();
      system.schedule("sweep");
      for (var each : system.workMessages.sent().stream().skip(sent).toList()) {
        switch (each.work()) {
          case io.cdrwebhooks.work.DueWork.OfLane lane ->
              system.invoke("{\"lane\":\"" + lane.configuration() + "\"}");
          case io.cdrwebhooks.work.DueWork.OfJob(var id) -> system.due(id);
          case io.cdrwebhooks.work.DueWork.OfDelivery(var id) -> system.due(id);
          case io.cdrwebhooks.work.DueWork.OfDigest _, io.cdrwebhooks.work.DueWork.OfWatch _ -> {}
        }
      }
      if (minute == 21) {
        system.due(job.id()); // SQS retries its message
      }
    }
    assertThat(system.jobs.find(job.id()).orElseThrow().finished()).isTrue();
    assertThat(system.deliveries.all())
        .as("half an hour and thirty sweeps later")
        .allSatisfy(each -> assertThat(each.status()).isEqualTo(DeliveryStatus.DELIVERED));
  }
}
