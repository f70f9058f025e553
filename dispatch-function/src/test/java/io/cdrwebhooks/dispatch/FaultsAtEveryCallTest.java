package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Notice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Fails each call of dispatch once, before or after its effect. Whichever step is cut off, the
/// remaining messages must deliver the report.
public class FaultsAtEveryCallTest {
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

    public OneFault(int at, When when) {
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

  @Test
  public void reportArrivesWhicheverCallFails() throws IOException {
    int tried = 0;
    for (When when : When.values()) {
      for (int at = 1; delivers(new OneFault(at, when)); at++) {
        tried++;
      }
    }
    assertThat(tried).as("calls that failed once").isGreaterThan(20);
  }

  /// The receiver fails once, then accepts the report. Returns false if there are fewer calls than
  /// the fault needs.
  private static boolean delivers(OneFault fault) throws IOException {
    try (DispatchSystem system = new DispatchSystem()) {
      system.watch(fault);
      system.withTask();
      system.receiver.answer(500, "down");
      arrive(system);
      system.receiver.answer(200, "");
      for (int sweep = 0; status(system) == DeliveryStatus.PENDING && sweep < 10; sweep++) {
        sweep(system);
      }
      assertThat(status(system)).isEqualTo(DeliveryStatus.DELIVERED);
      assertThat(system.deliveries.all()).hasSize(1);
      assertThat(system.receiver.received)
          .extracting(request -> request.headers().get("webhook-id"))
          .containsOnly(system.delivery().id().value());
      return fault.happened;
    }
  }

  @Test
  public void failureIsReportedWhicheverCallFails() throws IOException {
    int tried = 0;
    for (When when : When.values()) {
      for (int at = 1; reportsTheFailure(new OneFault(at, when)); at++) {
        tried++;
      }
    }
    assertThat(tried).as("calls that failed once").isGreaterThan(100);
  }

  private static boolean reportsTheFailure(OneFault fault) throws IOException {
    try (DispatchSystem system = new DispatchSystem()) {
      system.watch(fault);
      system.withTask();
      system.receiver.answer(500, "down");
      arrive(system);
      for (int sweep = 0; system.delivery().progress().dueAt().isPresent() && sweep < 40; sweep++) {
        sweep(system);
      }
      assertThat(status(system)).isEqualTo(DeliveryStatus.FAILED);
      assertThat(system.deliveries.attempts(system.delivery().id())).hasSize(13);
      assertThat(system.notices).hasAtLeastOneElementOfType(Notice.DeliveryFailed.class);
      assertThat(system.digests.all()).extracting(Digest::failed).containsExactly(1L);
      return fault.happened;
    }
  }

  @Test
  public void goneDisablesAndHoldsWhicheverCallFails() throws IOException {
    int tried = 0;
    for (When when : When.values()) {
      for (int at = 1; disables(new OneFault(at, when)); at++) {
        tried++;
      }
    }
    assertThat(tried).as("calls that failed once").isGreaterThan(15);
  }

  private static boolean disables(OneFault fault) throws IOException {
    try (DispatchSystem system = new DispatchSystem()) {
      system.watch(fault);
      system.withTask();
      system.receiver.answer(410, "stop");
      arrive(system);
      for (int sweep = 0; system.notices.isEmpty() && sweep < 10; sweep++) {
        sweep(system);
      }
      assertThat(system.configuration().enabled()).isFalse();
      assertThat(status(system)).isEqualTo(DeliveryStatus.HELD);
      assertThat(system.notices).hasAtLeastOneElementOfType(Notice.ConfigurationDisabled.class);
      return fault.happened;
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
    try {
      system.schedule("sweep");
    } catch (IllegalStateException | CompletionException e) {
      return; // the next run of the schedule does the same work
    }
    system.due(delivery.id());
  }
}
