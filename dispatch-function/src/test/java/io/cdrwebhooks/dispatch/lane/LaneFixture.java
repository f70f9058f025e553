package io.cdrwebhooks.dispatch.lane;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.testing.SampleWork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lane of one configuration, whose reports arrive and whose messages a test sends.
final class LaneFixture implements AutoCloseable {
  final DispatchSystem system = new DispatchSystem().withTask();

  /// Records a report, whose lines are known.
  void arrive(int number) throws IOException {
    assertThat(
            system.invoke(
                event(system.put("tx" + number + ".zip", "v1", Map.of("number-of-lines", "2")))))
        .isEmpty();
  }

  /// Records reports, and leaves their lane alone.
  void arrive(int first, int last) throws IOException {
    system.lanesStandStill();
    for (int i = first; i <= last; i++) {
      arrive(i);
    }
  }

  /// Invokes dispatch with a message for the lane, and returns the messages that failed. `more` are
  /// further fields of the message.
  List<String> message(String more) throws IOException {
    return system.invoke("{\"lane\":\"" + CONFIGURATION + "\"" + more + "}");
  }

  /// Acquires and releases the lane as a worker does that has sent the lane's own message.
  void sendsItsMessageFor(Instant time) {
    Lane held =
        system
            .lanes
            .acquire(SampleWork.wakeUp(CONFIGURATION), "h", time, time.plusSeconds(30))
            .orElseThrow()
            .withWakeSentFor(Optional.of(time));
    assertThat(system.lanes.release(held, "h", Optional.of(time))).isEmpty();
  }

  /// Lets the receiver refuse deliveries, of which 30 wait, until the breaker is open.
  void opensItsBreaker() throws IOException {
    system.receiver.answer(500, "down");
    arrive(1, 30);
    message("");
  }

  Breaker breaker() {
    return system.lanes.find(CONFIGURATION).breaker();
  }

  /// Returns the number of deliveries with a status.
  long with(DeliveryStatus status) {
    return system.deliveries.all().stream().filter(delivery -> delivery.status() == status).count();
  }

  void eachRequestTakes(Duration time) {
    system.receiver.answer(
        exchange -> {
          synchronized (this) {
            system.now = system.now.plus(time);
          }
          exchange.sendResponseHeaders(200, -1);
        });
  }

  synchronized void disable() {
    var was = system.configuration();
    if (was.enabled()) {
      system.configurations.replace(was.disabled("by hand", system.now), was.revision());
    }
  }

  /// Waits for other threads, on a thread of the receiver or of a store.
  static void await(Wait wait) {
    try {
      wait.run();
    } catch (Exception e) {
      throw new IllegalStateException("the others did not come", e);
    }
  }

  interface Wait {
    void run() throws Exception;
  }

  @Override
  public void close() throws IOException {
    system.close();
  }
}
