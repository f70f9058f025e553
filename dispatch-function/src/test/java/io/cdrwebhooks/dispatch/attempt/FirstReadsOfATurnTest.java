package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestEvents;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests that an attempt uses current records, although its lane's turn reads them ahead.
class FirstReadsOfATurnTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  /// A report arrives, and its message waits in the queue.
  @BeforeEach
  void arrive() throws IOException {
    system.lanesStandStill();
    system.invoke(event(system.put("tx00001.zip", "v1", Map.of("number-of-lines", "2"))));
  }

  private DueWork.OfLane sent() {
    return (DueWork.OfLane) system.workMessages.sent().getFirst().work();
  }

  private void work() throws IOException {
    assertThat(system.invoke(TestEvents.laneMessage(sent()))).isEmpty();
  }

  @Test
  void deliveryAndTaskAreReadOnce() throws IOException {
    AtomicInteger reads = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(Deliveries.class, "find") || call.is(CdrTasks.class, "find")) {
            reads.incrementAndGet();
          }
        });
    work();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(reads).hasValue(2);
  }

  @Test
  void urlChangedAfterTheMessageGetsTheRequest() throws IOException {
    try (RecordingReceiver other = new RecordingReceiver()) {
      system.receiverIs(other.url());
      work();

      assertThat(other.received).hasSize(1);
      assertThat(system.receiver.received).isEmpty();
    }
  }

  @Test
  void deliveryThatIsGoneIsNotSent() throws IOException {
    DueWork.OfLane gone =
        new DueWork.OfLane(
            sent().configuration(),
            new LaneCause.Waiting(
                DeliveryId.of(UUID.randomUUID()), Optional.of(TASK), Optional.empty()),
            Optional.empty());
    assertThat(system.invoke(TestEvents.laneMessage(gone))).isEmpty();

    assertThat(system.log).anyMatch(line -> line.contains("delivery.unknown"));
  }

  @Test
  void taskDeletedAfterTheMessageHasNoName() throws IOException {
    assertThat(system.tasks.delete(TASK, Optional.empty(), system.now))
        .isEqualTo(new CdrTasks.Deletion.Deleted());
    work();

    assertThat(system.payload(0).get("taskName").asText()).isEmpty();
  }

  /// The turn's first request took long, or the delivery waited for others after it.
  @Test
  void readsOlderThanASecondAreRepeated() throws IOException {
    AtomicInteger reads = new AtomicInteger();
    system.watch(
        CallWatch.ofAnswers(
            (call, answer) -> {
              if (call.is(CdrTasks.class, "find") && reads.incrementAndGet() == 1) {
                CdrTask task = system.tasks.find(TASK).orElseThrow();
                system.assign(task.webhookConfigurationId()); // gives the task another name
                system.now = system.now.plus(Duration.ofSeconds(1));
              }
              return answer;
            }));
    work();

    assertThat(system.payload(0).get("taskName").asText()).startsWith("Task at ");
    assertThat(reads).hasValue(2);
  }

  /// An earlier version's message names no task.
  @Test
  void messageWithoutATaskIsWorked() throws IOException {
    assertThat(system.invoke(TestEvents.laneMessage(system.delivery()))).isEmpty();

    assertThat(system.payload(0).get("taskName").asText()).isEqualTo("Task Name Example");
  }
}
