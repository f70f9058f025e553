package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static io.cdrwebhooks.dispatch.TestStores.CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Fails each call of dispatch once, before or after its effect. Whichever step is cut off, the
/// remaining messages must deliver the report.
@Tag("slow")
class FaultsAtEveryCallTest {
  private enum When {
    BEFORE,
    AFTER
  }

  /// Fails one call, counted over all stores, before or after its effect.
  private static final class OneFault implements CallWatch {
    private final int at;
    private final When when;
    private final AtomicInteger calls = new AtomicInteger();
    private boolean happened;

    OneFault(int at, When when) {
      this.at = at;
      this.when = when;
    }

    @Override
    public void before(Call call) {
      int number = calls.incrementAndGet();
      if (number == at && when == When.BEFORE) {
        throw fault(call.method());
      }
    }

    @Override
    public Object after(Call call, Object answer) {
      if (calls.get() == at && when == When.AFTER && !happened) {
        throw fault(call.method());
      }
      return answer;
    }

    private IllegalStateException fault(String call) {
      happened = true;
      return new IllegalStateException("throttled: " + call + " (" + when + ")");
    }
  }

  private interface Story {
    void play(DispatchSystem system, OneFault fault) throws IOException;
  }

  /// Plays the story once for each of its calls, and each time lets another call fail.
  private static void failEachCall(int atLeast, Story story) throws IOException {
    int tried = 0;
    for (When when : When.values()) {
      boolean happened = true;
      for (int at = 1; happened; at++) {
        OneFault fault = new OneFault(at, when);
        try (DispatchSystem system = new DispatchSystem().withTask()) {
          story.play(system, fault);
        }
        happened = fault.happened;
        tried += happened ? 1 : 0;
      }
    }
    assertThat(tried).as("calls that failed once").isGreaterThan(atLeast);
  }

  /// The receiver fails once, then accepts the report.
  @Test
  void reportArrivesWhicheverCallFails() throws IOException {
    failEachCall(
        20,
        (system, fault) -> {
          system.watch(fault);
          system.receiver.answer(500, "down");
          arrive(system);
          system.receiver.answer(200, "");
          for (int sweep = 0; status(system) == DeliveryStatus.PENDING && sweep < 10; sweep++) {
            sweep(system);
          }

          assertThat(status(system)).isEqualTo(DeliveryStatus.DELIVERED);
          assertThat(system.receiver.received)
              .extracting(request -> request.headers().get("webhook-id"))
              .containsOnly(system.delivery().id().value());
        });
  }

  @Test
  void failureIsReportedWhicheverCallFails() throws IOException {
    failEachCall(
        100,
        (system, fault) -> {
          system.watch(fault);
          system.receiver.answer(500, "down");
          arrive(system);
          for (int sweep = 0;
              system.delivery().progress().dueAt().isPresent() && sweep < 40;
              sweep++) {
            sweep(system);
          }

          assertThat(status(system)).isEqualTo(DeliveryStatus.FAILED);
          assertThat(system.deliveries.attempts(system.delivery().id())).hasSize(13);
          assertThat(system.notices).hasAtLeastOneElementOfType(Notice.DeliveryFailed.class);
          assertThat(system.digests.all()).extracting(Digest::failed).containsExactly(1L);
        });
  }

  @Test
  void goneDisablesAndHoldsWhicheverCallFails() throws IOException {
    failEachCall(
        15,
        (system, fault) -> {
          system.watch(fault);
          system.receiver.answer(410, "stop");
          arrive(system);
          for (int sweep = 0; system.notices.isEmpty() && sweep < 10; sweep++) {
            sweep(system);
          }

          assertThat(system.configuration().enabled()).isFalse();
          assertThat(status(system)).isEqualTo(DeliveryStatus.HELD);
          assertThat(system.notices).hasAtLeastOneElementOfType(Notice.ConfigurationDisabled.class);
        });
  }

  /// A person enables the configuration. The message of the job that releases the delivery arrives
  /// once; after that only the sweeps of some minutes continue its work.
  @Test
  void heldDeliveryIsReleasedSoonWhicheverCallFails() throws IOException {
    failEachCall(
        15,
        (system, fault) -> {
          WebhookConfiguration was = system.configuration();
          system.configurations.replace(was.disabled("by hand", system.now), was.revision());
          arrive(system);
          system.deliveries.clearDueAt(
              system.delivery().id(), system.delivery().progress().dueAt().orElseThrow());
          system.receiverIs(system.receiver.url(), true);
          BulkJob job =
              new DrivenJobs(system)
                  .created(new BulkJob.Task.Release(CONFIGURATION, DrivenJobs.ALL));
          system.watch(fault);
          system.due(job.id());
          for (int minute = 0; status(system) != DeliveryStatus.DELIVERED && minute < 5; minute++) {
            sweepForAMinute(system);
          }

          assertThat(status(system)).isEqualTo(DeliveryStatus.DELIVERED);
        });
  }

  /// Sweeps, and hands over the messages that the sweep sends.
  private static void sweepForAMinute(DispatchSystem system) throws IOException {
    system.now = system.now.plus(Duration.ofMinutes(1));
    int sent = system.workMessages.sent().size();
    sweepUnlessItFails(system);
    List<Sent> messages = List.copyOf(system.workMessages.sent());
    for (Sent each : messages.subList(sent, messages.size())) {
      switch (each.work()) {
        case DueWork.OfLane lane -> system.invoke(TestEvents.laneMessage(lane));
        case DueWork.OfJob(var id) -> system.due(id);
        case DueWork.OfDelivery _, DueWork.OfDigest _, DueWork.OfWatch _ -> {}
      }
    }
  }

  /// Repeats the message of the event until it is handled, as the queue would.
  private static void arrive(DispatchSystem system) throws IOException {
    String event = event(system.put("tx00001.zip", "v1", Map.of("number-of-lines", "2")));
    for (int receive = 1; !system.invoke(event).isEmpty(); receive++) {
      assertThat(receive).as("receives of the event").isLessThan(5);
      system.now = system.now.plusSeconds(75);
    }
  }

  private static DeliveryStatus status(DispatchSystem system) {
    return system.delivery().status();
  }

  /// Moves on until something is due; every message was lost, so the sweep sends them again.
  private static void sweep(DispatchSystem system) throws IOException {
    Delivery delivery = system.delivery();
    Instant dueAt = delivery.progress().dueAt().orElseThrow();
    system.now = (dueAt.isAfter(system.now) ? dueAt : system.now).plus(Duration.ofMinutes(5));
    if (sweepUnlessItFails(system)) {
      system.due(delivery.id());
    }
  }

  /// Returns false if the sweep fails; the next run of the schedule does the same work.
  private static boolean sweepUnlessItFails(DispatchSystem system) throws IOException {
    try {
      system.schedule("sweep");
      return true;
    } catch (IllegalStateException | CompletionException e) {
      return false;
    }
  }
}
