package io.cdrwebhooks.dispatch.arrival;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Tests that independent calls run at the same time: each of two calls waits until the other was
/// made.
class SideBySideTest {
  @Test
  void taskAndReportAreReadAtTheSameTime() throws IOException {
    assertDeliveredWhenTogether("findTarget", "lookUp");
  }

  @Test
  void messagesOfABatchAreHandledAtTheSameTime() throws IOException {
    CyclicBarrier together = new CyclicBarrier(5);
    try (DispatchSystem system = system(Map.of("lookUp", () -> await(together)))) {
      system.withTask();
      system.lanesStandStill();
      String[] events = new String[5];
      for (int i = 0; i < events.length; i++) {
        events[i] = event(system.put("tx" + i + ".zip", "v1"));
      }
      assertThat(system.invoke(events)).isEmpty();
    }
  }

  @Test
  void linkIsStoredAndKeyOpenedAtTheSameTime() throws IOException {
    assertDeliveredWhenTogether("issue", "open");
  }

  @Test
  void unreadableReportWithoutReceiverIsNoFault() throws IOException {
    try (DispatchSystem system = system(Map.of("lookUp", SideBySideTest::fail))) {
      system.tasks.save(
          CdrTask.of(DispatchSystem.TASK, "Quiet", Optional.empty(), DispatchSystem.CREATED),
          Optional.empty());

      assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();

      assertThat(system.log).singleElement().asString().contains("Webhook option is off");
    }
  }

  private static void assertDeliveredWhenTogether(String one, String other) throws IOException {
    CyclicBarrier together = new CyclicBarrier(2);
    Runnable wait = () -> await(together);
    try (DispatchSystem system = system(Map.of(one, wait, other, wait))) {
      system.withTask();

      Map<String, String> metadata = Map.of("number-of-lines", "2");
      assertThat(system.invoke(event(system.put("tx00001.zip", "v1", metadata)))).isEmpty();

      assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    }
  }

  /// Runs an action of `first` before each call of that name.
  private static DispatchSystem system(Map<String, Runnable> first) throws IOException {
    DispatchSystem system = new DispatchSystem();
    system.watch(call -> first.getOrDefault(call.method(), () -> {}).run());
    return system;
  }

  private static void fail() {
    throw new IllegalStateException("throttled");
  }

  private static void await(CyclicBarrier together) {
    try {
      together.await(30, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException | InterruptedException e) {
      throw new IllegalStateException("the other call was not made at the same time", e);
    }
  }
}
