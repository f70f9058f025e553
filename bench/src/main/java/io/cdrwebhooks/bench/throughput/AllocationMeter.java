package io.cdrwebhooks.bench.throughput;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Bytes that were allocated in this process so far, by virtual threads too: theirs are counted
/// with the threads that carry them.
///
/// Unlike times, they hardly depend on the machine and its load, so they can be held to a bound.
public final class AllocationMeter {
  private final ThreadMXBean threads;

  private AllocationMeter(ThreadMXBean threads) {
    this.threads = threads;
  }

  /// Of this process.
  ///
  /// @throws UnsupportedOperationException if this JVM does not count
  public static AllocationMeter ofThisProcess() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    if (!threads.isThreadAllocatedMemorySupported() || !threads.isThreadAllocatedMemoryEnabled()) {
      throw new UnsupportedOperationException("this JVM does not count what threads allocate");
    }
    return new AllocationMeter(threads);
  }

  /// By all threads, those that have ended included.
  public long bytes() {
    return threads.getTotalThreadAllocatedBytes();
  }
}
