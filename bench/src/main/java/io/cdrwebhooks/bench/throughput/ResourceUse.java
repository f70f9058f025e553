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
  interface Work<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /// Measures the whole process, so run only one piece of work at a time.
  static <E extends Exception> ResourceUse by(Work<E> work) throws E, InterruptedException {
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

  double cpuMillisPer(int count) {
    return cpuNanos / 1e6 / count;
  }

  double kibibytesPer(int count) {
    return bytes / 1024.0 / count;
  }

  double perSecond(int count) {
    return count / (nanos / 1e9);
  }

  /// Returns how many of `count` one processor does in a second of its time.
  double perCpuSecond(int count) {
    return count / (cpuNanos / 1e9);
  }
}
