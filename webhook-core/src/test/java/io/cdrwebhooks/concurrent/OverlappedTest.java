package io.cdrwebhooks.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OverlappedTest {
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void nextTestIsNotInterrupted() {
    Thread.interrupted();
  }

  @Test
  void callsRunAtTheSameTimeAndAnswerInOrder() throws InterruptedException {
    CyclicBarrier meeting = new CyclicBarrier(2);
    Callable<String> first =
        () -> {
          meeting.await();
          return "first";
        };
    Callable<String> second =
        () -> {
          meeting.await();
          return "second";
        };

    assertThat(Overlapped.all(List.of(first, second))).containsExactly("first", "second");
  }

  @Test
  void eachItemIsCalledSomeAtATimeInOrder() throws InterruptedException {
    CyclicBarrier meeting = new CyclicBarrier(Overlapped.AT_ONCE);
    AtomicInteger running = new AtomicInteger();
    List<Integer> items = IntStream.range(0, 4 * Overlapped.AT_ONCE).boxed().toList();

    List<Integer> results =
        Overlapped.each(
            items,
            item -> {
              int together = running.incrementAndGet();
              meet(meeting);
              running.decrementAndGet();
              assertThat(together).isLessThanOrEqualTo(Overlapped.AT_ONCE);
              return item;
            });

    assertThat(results).isEqualTo(items);
  }

  @Test
  void interruptedThreadStaysInterruptedWhenEachIsCalledToTheEnd() {
    CyclicBarrier alone = new CyclicBarrier(2);
    Function<Integer, Integer> waitForInterruption =
        item -> {
          meet(alone);
          return item;
        };
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Overlapped.eachToTheEnd(List.of(1), waitForInterruption))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before all calls had ended");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void faultIsThrownWhenAllCallsHaveEnded() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch failed = new CountDownLatch(1);
    RuntimeException fault = new IllegalStateException("throttled");
    Callable<String> failing =
        () -> {
          failed.countDown();
          throw fault;
        };
    Callable<String> slow =
        () -> {
          failed.await();
          ended.set(true);
          return "";
        };

    assertThatThrownBy(() -> Overlapped.all(List.of(failing, slow))).isSameAs(fault);

    assertThat(ended).isTrue();
  }

  @Test
  void faultsAndErrorsAreThrownAsTheyAre() {
    RuntimeException fault = new IllegalStateException("throttled");
    Error error = new NoClassDefFoundError("gone");
    IOException checked = new IOException("closed");

    assertThatThrownBy(() -> Overlapped.result(failed(fault))).isSameAs(fault);
    assertThatThrownBy(() -> Overlapped.result(failed(error))).isSameAs(error);
    assertThatThrownBy(() -> Overlapped.result(failed(checked)))
        .isInstanceOf(CompletionException.class)
        .hasCause(checked);
  }

  /// Without the interrupt, the call would wait for ever.
  @Test
  void interruptWhileWaitingReachesTheCall() {
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> call =
          other.submit(
              () -> {
                never.await();
                return "";
              });
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> Overlapped.result(call)).isInstanceOf(InterruptedException.class);
    }
  }

  private static Future<String> failed(Throwable fault) {
    return CompletableFuture.failedFuture(fault);
  }
}
