package io.cdrwebhooks.bench.throughput;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// How much of the heap is in use while something is done, garbage not counted.
final class LiveHeap {
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private LiveHeap() {}

  /// In bytes, the most that was seen right after collections.
  static <E extends Exception> long during(Spent.Work<E> work) throws E, InterruptedException {
    AtomicLong most = new AtomicLong();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> looking = thread.submit(() -> look(most));
      try {
        work.run();
      } finally {
        looking.cancel(true);
      }
    }
    return most.get();
  }

  private static void look(AtomicLong most) {
    try {
      while (true) {
        Thread.sleep(BETWEEN);
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        most.accumulateAndGet(used, Math::max);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the work is done
    }
  }
}
