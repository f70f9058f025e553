package io.cdrwebhooks.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What some work took of this process: time, processor time with that of its compiler and
/// collector, and bytes allocated by all threads, virtual ones included.
record Spent(long nanos, long cpuNanos, long bytes) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /// Work that may fail.
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /// Measures the whole process, so only one work at a time.
  static <E extends Exception> Spent by(Work<E> work) throws E, InterruptedException {
    Spent before = sinceTheStart();
    work.run();
    Spent after = sinceTheStart();
    return new Spent(
        after.nanos - before.nanos, after.cpuNanos - before.cpuNanos, after.bytes - before.bytes);
  }

  private static Spent sinceTheStart() {
    return new Spent(
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

  /// How many one processor does in a second of its time.
  double perCpuSecond(int count) {
    return count / (cpuNanos / 1e9);
  }
}
