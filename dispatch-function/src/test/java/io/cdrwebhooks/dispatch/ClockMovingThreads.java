package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Moves the clock where a thread sleeps, or where a lane's turn waits for nothing but the clock.
public final class ClockMovingThreads implements RuntimeInputs.Threads {
  private final Consumer<Duration> clock;
  private final AtomicInteger running = new AtomicInteger();
  private volatile Runnable duringPauses = () -> {};

  /// `clock` moves on by a length.
  public ClockMovingThreads(Consumer<Duration> clock) {
    this.clock = clock;
  }

  /// Runs an action while a job pauses between two steps.
  public void whenPausing(Runnable happening) {
    duringPauses = happening;
  }

  @Override
  public void sleep(Duration length) {
    clock.accept(length);
    if (length.isPositive()) {
      duringPauses.run();
    }
  }

  @Override
  public ExecutorService perTask() {
    ThreadFactory virtual = Thread.ofVirtual().factory();
    return Executors.newThreadPerTaskExecutor(
        task -> {
          running.incrementAndGet();
          return virtual.newThread(
              () -> {
                try {
                  task.run();
                } finally {
                  running.decrementAndGet();
                }
              });
        });
  }

  @Override
  public <T> @Nullable T poll(BlockingQueue<T> queue, Duration patience)
      throws InterruptedException {
    if (running.get() > 0) {
      return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    T next = queue.poll();
    if (next == null && patience.isPositive()) {
      clock.accept(patience);
    }
    return next;
  }
}
