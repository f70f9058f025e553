package io.cdrwebhooks.bench.throughput;

import java.util.List;

/// What some work took: time, time of this process's processors, and memory allocated.
public record Spent(long nanos, long cpuNanos, long bytes) {
  /// Work that may fail.
  @FunctionalInterface
  public interface Work<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /// Measures this whole process, so only one at a time.
  public static <E extends Exception> Spent by(Work<E> work) throws E, InterruptedException {
    AllocationMeter allocations = AllocationMeter.ofThisProcess();
    long cpu = ProcessorTime.nanos();
    long bytes = allocations.bytes();
    long begun = System.nanoTime();
    work.run();
    long nanos = System.nanoTime() - begun;
    return new Spent(nanos, ProcessorTime.nanos() - cpu, allocations.bytes() - bytes);
  }

  /// For a [ChildJvm] to say and to be heard.
  List<Long> words() {
    return List.of(nanos, cpuNanos, bytes);
  }

  static Spent of(List<String> words) {
    return new Spent(
        Long.parseLong(words.get(0)), Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
  }

  public double cpuMillisPer(int count) {
    return cpuNanos / 1e6 / count;
  }

  public double kibibytesPer(int count) {
    return bytes / 1024.0 / count;
  }

  public double perSecond(int count) {
    return count / (nanos / 1e9);
  }

  /// How many one processor does in a second of its time.
  public double perCpuSecond(int count) {
    return count / (cpuNanos / 1e9);
  }
}
