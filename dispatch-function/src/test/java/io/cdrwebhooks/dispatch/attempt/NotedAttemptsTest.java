package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.WorkNotes;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the attempts of a lane whose last holder died. They are made one at a time, under a note.
class NotedAttemptsTest {
  private static final Duration LONGER_THAN_CAUTION = Duration.ofSeconds(6);

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @BeforeEach
  void holderDies() {
    system.lanesStandStill();
    system
        .lanes
        .acquire(SampleWork.wakeUp(CONFIGURATION), "dead", START, START.plusSeconds(1))
        .orElseThrow();
    system.now = START.plus(Lanes.FOUND_WITHIN.multipliedBy(2));
  }

  private void arrive(int reports) throws IOException {
    for (int i = 1; i <= reports; i++) {
      system.invoke(event(system.put("tx" + i + ".zip", "v1", Map.of("number-of-lines", "2"))));
    }
  }

  private void workLane() throws IOException {
    assertThat(system.invoke("{\"lane\":\"" + CONFIGURATION + "\"}")).isEmpty();
  }

  @Test
  void noteThatCannotBeRemovedDoesNotHideTheResult() throws IOException {
    arrive(1);
    system.watch(
        call -> {
          if (call.is(WorkNotes.class, "end")) {
            throw new IllegalStateException("the table is away");
          }
        });
    workLane();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.lanes.find(CONFIGURATION).state().places())
        .as("one more after the success")
        .isEqualTo(OptionalInt.of(2));
    assertThat(system.log).anyMatch(line -> line.contains("note.not-removed"));
  }

  @Test
  void noteWhoseAnswerWasLostIsRemoved() throws IOException {
    arrive(1);
    AtomicInteger lost = new AtomicInteger();
    system.watch(
        CallWatch.ofAnswers(
            (call, answer) -> {
              if (call.is(WorkNotes.class, "begin") && lost.getAndIncrement() == 0) {
                throw new IllegalStateException("the answer was lost");
              }
              return answer;
            }));
    workLane();

    assertThat(lost).hasPositiveValue();
    assertThat(system.workNotes.noted()).isEmpty();
  }

  /// The first success gives the lane a second place. The second request takes longer than the lane
  /// is worked with caution. If it ended the worker then, a third one would make it unclear which
  /// delivery did.
  @Test
  void notedAttemptRunsAlone() throws IOException {
    arrive(3);
    Semaphore renewals = new Semaphore(0);
    AtomicInteger claims = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(Lanes.class, "renew")) {
            renewals.release();
          } else if (call.is(Deliveries.class, "claim")) {
            claims.incrementAndGet();
          }
        });
    AtomicInteger requests = new AtomicInteger();
    AtomicInteger claimsDuringTheSecond = new AtomicInteger();
    system.receiver.answer(
        exchange -> {
          if (requests.incrementAndGet() == 2) {
            for (int i = 0; i < 3; i++) {
              system.now = system.now.plus(LONGER_THAN_CAUTION);
              awaitOne(renewals);
            }
            claimsDuringTheSecond.set(claims.get());
          }
          exchange.sendResponseHeaders(200, -1);
        });
    workLane();

    assertThat(claimsDuringTheSecond).hasValue(2);
    assertThat(system.deliveries.all())
        .allMatch(delivery -> delivery.status() == DeliveryStatus.DELIVERED);
  }

  private static void awaitOne(Semaphore renewals) throws IOException {
    try {
      if (!renewals.tryAcquire(10, TimeUnit.SECONDS)) {
        throw new IOException("the lease was not renewed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
