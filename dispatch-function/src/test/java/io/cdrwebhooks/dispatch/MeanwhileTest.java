package io.cdrwebhooks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MeanwhileTest {
  @AfterEach
  void nobodyInterruptsTheNextTest() {
    Thread.interrupted();
  }

  @Test
  void callIsUnderWayBeforeItsResultIsWanted() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);

    try (Meanwhile<String> call = Meanwhile.begin(() -> begun(begun))) {
      begun.await();

      assertThat(call.result()).isEqualTo("done");
    }
  }

  @Test
  void faultOfTheCallIsThrownAsItIs() {
    RuntimeException fault = new IllegalStateException("throttled");

    try (Meanwhile<String> call = Meanwhile.begin(() -> fail(fault))) {
      assertThatThrownBy(call::result).isSameAs(fault);
    }
  }

  @Test
  void errorOfTheCallIsThrownAsItIs() {
    Error error = new NoClassDefFoundError("gone");

    try (Meanwhile<String> call = Meanwhile.begin(() -> fail(error))) {
      assertThatThrownBy(call::result).isSameAs(error);
    }
  }

  @Test
  void closingWaitsForACallThatNobodyWants() {
    Thread closing = Thread.currentThread();
    AtomicBoolean ended = new AtomicBoolean();

    try (Meanwhile<String> _ =
        Meanwhile.begin(
            () -> {
              while (closing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              ended.set(true);
              return "";
            })) {
      assertThat(ended).isFalse();
    }

    assertThat(ended).isTrue();
  }

  /// The call would wait for ever, if the interrupt did not reach it.
  @Test
  void whoIsInterruptedWhileClosingInterruptsTheCall() {
    CountDownLatch never = new CountDownLatch(1);

    try (Meanwhile<String> _ = Meanwhile.begin(() -> begunForEver(never))) {
      Thread.currentThread().interrupt();
    }

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void whoIsInterruptedWhileWaitingInterruptsTheCall() {
    CountDownLatch never = new CountDownLatch(1);

    try (Meanwhile<String> call = Meanwhile.begin(() -> begunForEver(never))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(call::result).isInstanceOf(InterruptedException.class);
    }
  }

  private static String begun(CountDownLatch latch) {
    latch.countDown();
    return "done";
  }

  private static String begunForEver(CountDownLatch never) {
    await(never);
    return "";
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String fail(RuntimeException fault) {
    throw fault;
  }

  private static String fail(Error error) {
    throw error;
  }
}
