package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.work.WorkNotes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests that dead letters hold the messages that cannot be processed, and no others. Time is
/// virtual.
class DeadLettersTest {
  private enum Outage {
    EVERYTHING,
    /// The note of each receive is written, so only the rules spare the message.
    EVERYTHING_BUT_THE_NOTES,
    /// A note is written and can be removed only at the third try.
    WORK_AND_TWO_OF_THREE_REMOVALS
  }

  @ParameterizedTest
  @EnumSource
  void messageRefusedFiftyTimesIsHandledWhenAwsReturns(Outage outage) throws IOException {
    AtomicBoolean down = new AtomicBoolean(true);
    AtomicInteger removals = new AtomicInteger();
    CallWatch refusing =
        call -> {
          boolean isNote = call.store() instanceof WorkNotes;
          boolean isRefused =
              switch (outage) {
                case EVERYTHING -> true;
                case EVERYTHING_BUT_THE_NOTES -> !isNote;
                case WORK_AND_TWO_OF_THREE_REMOVALS ->
                    !isNote || call.method().equals("end") && removals.incrementAndGet() % 3 != 0;
              };
          refuse(down.get() && isRefused);
        };
    try (Polled polled = new Polled(refusing)) {
      polled.queue.send(event(polled.system.put("tx00001.zip", "v1")));
      for (int receive = 1; receive <= 50; receive++) {
        polled.pollNext();
        assertThat(polled.queue.mostReceives()).isEqualTo(receive);
        assertThat(polled.system.workNotes.noted()).as("receive %d", receive).isEmpty();
      }
      assertThat(polled.system.deliveries.all()).isEmpty();

      down.set(false);
      polled.pollNext();

      assertThat(polled.queue.nextVisible()).isEmpty();
      polled.assertNoDeadLetter();
      assertThat(polled.system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
      assertThat(polled.system.receiver.received).hasSize(1);
    }
  }

  @Test
  void messageThatFailsForFourteenDaysIsNeverADeadLetter() throws IOException {
    try (Polled polled = new Polled(call -> refuse(call.store() instanceof Deliveries))) {
      polled.queue.send(event(polled.system.put("tx00001.zip", "v1")));

      polled.pollUntil(START.plus(InMemoryWorkQueue.RETENTION));

      assertThat(polled.queue.mostReceives()).isGreaterThan(900);
      polled.assertNoDeadLetter();
    }
  }

  @Test
  void refusingDeadLetterQueueLeavesTheMessageInItsQueue() throws IOException {
    AtomicBoolean down = new AtomicBoolean(true);
    try (Polled polled =
        new Polled(call -> refuse(down.get() && call.store() instanceof DeadLetters))) {
      polled.queue.send("unreadable");
      for (int receive = 1; receive <= 5; receive++) {
        polled.pollNext();
        assertThat(polled.system.deadLetters).isEmpty();
      }

      down.set(false);
      polled.pollNext();
      assertThat(polled.system.deadLetters)
          .extracting(SqsMessage::body)
          .containsExactly("unreadable");
      assertThat(polled.queue.nextVisible()).isEmpty();
    }
  }

  /// Ends the process: it makes no further call and gives no answer.
  private static final class ProcessEnded extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void messageThatKillsItsWorkersIsSetAsideAlone() throws IOException {
    AtomicBoolean ended = new AtomicBoolean();
    CallWatch killing =
        call -> {
          if (call.store() instanceof Reports && isOf("deadly.zip", call)) {
            ended.set(true);
          }
          if (ended.get()) {
            throw new ProcessEnded();
          }
        };
    try (Polled polled = new Polled(killing)) {
      for (int i = 0; i < 5; i++) {
        polled.queue.send(event(polled.system.put("before" + i + ".zip", "v1")));
      }
      String deadly = event(polled.system.put("deadly.zip", "v1"));
      polled.queue.send(deadly);
      for (int i = 0; i < 4; i++) {
        polled.queue.send(event(polled.system.put("after" + i + ".zip", "v1")));
      }

      int kills = 0;
      while (polled.queue.nextVisible().isPresent()) {
        try {
          polled.pollNext();
        } catch (ProcessEnded _) {
          ended.set(false);
          kills++;
        }
      }

      assertThat(kills).as("two of which are not noted").isEqualTo(5);
      assertThat(polled.system.deadLetters).extracting(SqsMessage::body).containsExactly(deadly);
      assertThat(polled.queue.movedBySqs()).isEmpty();
      assertThat(polled.system.deliveries.all())
          .hasSize(9)
          .extracting(Delivery::status)
          .containsOnly(DeliveryStatus.DELIVERED);
      assertThat(polled.system.workNotes.noted()).isEmpty();
      assertThat(polled.system.log).filteredOn(line -> line.contains("message.deadly")).hasSize(1);
    }
  }

  @Test
  void errorInOneMessageLeavesTheOtherNineSuccessful() throws IOException {
    for (Error error : List.of(new StackOverflowError(), new OutOfMemoryError("Java heap space"))) {
      CallWatch failing =
          call -> {
            if (call.store() instanceof Reports && isOf("tx3.zip", call)) {
              throw error;
            }
          };
      try (Polled polled = new Polled(failing)) {
        for (int i = 0; i < 10; i++) {
          polled.queue.send(event(polled.system.put("tx" + i + ".zip", "v1")));
        }
        for (int receive = 1; receive <= 7; receive++) {
          polled.pollNext();
        }

        assertThat(polled.system.receiver.received).hasSize(9);
        polled.assertNoDeadLetter();
        assertThat(polled.system.log)
            .filteredOn(line -> line.contains("message.failed"))
            .hasSize(7)
            .allSatisfy(line -> assertThat(line).contains("\"q3\""));
        assertThat(polled.system.metrics)
            .filteredOn(line -> line.contains("\"MessagesFailed\":1"))
            .hasSize(7);
      }
    }
  }

  @Test
  void firstTwoReceivesWriteNoNote() throws IOException {
    AtomicInteger notes = new AtomicInteger();
    CallWatch counting =
        call -> {
          if (call.store() instanceof WorkNotes) {
            notes.incrementAndGet();
          }
          refuse(call.store() instanceof Deliveries);
        };
    try (Polled polled = new Polled(counting)) {
      polled.queue.send(event(polled.system.put("tx00001.zip", "v1")));
      polled.pollNext();
      polled.pollNext();
      assertThat(notes).hasValue(0);
      polled.pollNext();
      assertThat(notes).as("begun and ended").hasValue(2);
    }
  }

  @Test
  void notedWorkBeginsOnlyWhileTheInvocationHasAMinuteLeft() throws IOException {
    AtomicInteger notes = new AtomicInteger();
    CallWatch counting =
        call -> {
          if (call.store() instanceof WorkNotes) {
            notes.incrementAndGet();
          }
        };
    try (Polled polled = new Polled(counting)) {
      polled.system.remaining(TestContext.A_MINUTE);
      String body = event(polled.system.put("tx00001.zip", "v1"));
      SqsMessage third = new SqsMessage("m0", body, "report-arrivals", 3);

      assertThat(polled.system.invoke(List.of(third))).containsExactly("m0");
      assertThat(notes).hasValue(0);
      assertThat(polled.system.metrics).singleElement().asString().contains("\"MessagesFailed\":1");

      polled.system.remaining(TestContext.TWO_MINUTES);
      assertThat(polled.system.invoke(List.of(third))).isEmpty();
    }
  }

  /// The system with its task, and a queue that delivers messages to it.
  private static final class Polled implements AutoCloseable {
    private final DispatchSystem system;
    private final InMemoryWorkQueue queue;

    Polled(CallWatch watch) throws IOException {
      system = new DispatchSystem().withTask();
      system.watch(watch);
      queue = new InMemoryWorkQueue(() -> system.now);
    }

    /// Moves on to when the next message is visible, and hands over a batch.
    void pollNext() throws IOException {
      Instant next = queue.nextVisible().orElseThrow();
      system.now = next.isAfter(system.now) ? next : system.now;
      List<SqsMessage> batch = queue.receive();
      queue.deleteAllBut(batch.isEmpty() ? List.of() : system.invoke(batch), batch);
    }

    /// Hands over the messages that are visible now.
    void poll() throws IOException {
      pollUntil(system.now);
    }

    void pollUntil(Instant end) throws IOException {
      while (queue.nextVisible().filter(at -> !at.isAfter(end)).isPresent()) {
        pollNext();
      }
    }

    void assertNoDeadLetter() {
      assertThat(queue.movedBySqs()).isEmpty();
      assertThat(system.deadLetters).isEmpty();
    }

    @Override
    public void close() throws IOException {
      system.close();
    }
  }

  private static void refuse(boolean refused) {
    if (refused) {
      throw new IllegalStateException("throttled");
    }
  }

  static boolean isOf(String fileName, CallWatch.Call call) {
    return !call.arguments().isEmpty()
        && call.arguments().getFirst() instanceof ReportVersion version
        && version.key().fileName().equals(fileName);
  }
}
