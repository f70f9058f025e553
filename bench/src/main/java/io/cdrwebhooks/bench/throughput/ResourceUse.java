package io.cdrwebhooks.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// The cost of some work in this process: time, processor time with the compiler and the collector,
/// and allocated bytes. The bytes are those of all threads, including virtual ones.
record ResourceUse(long nanos, long cpuNanos, long bytes) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /// A piece of work that may fail.
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /// Measures the whole process, so run only one piece of work at a time.
  static ResourceUse by(Work work) throws Exception {
    ResourceUse before = sinceTheStart();
    work.run();
    ResourceUse after = sinceTheStart();
    return new ResourceUse(
        after.nanos - before.nanos, after.cpuNanos - before.cpuNanos, after.bytes - before.bytes);
  }

  private static ResourceUse sinceTheStart() {
    return new ResourceUse(
        System.nanoTime(), SYSTEM.getProcessCpuTime(), THREADS.getTotalThreadAllocatedBytes());
  }
}
