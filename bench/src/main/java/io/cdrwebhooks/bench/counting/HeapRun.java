package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ReportInspector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// A program to be run with a small heap: counts an archive several times at the same time, as
/// dispatch does with a batch of messages, and prints `heap <MiB>`, the most that was occupied more
/// than before, garbage included.
///
/// Arguments: the archive, its lines, and how many times.
public final class HeapRun {
  static final String HEAP = "heap";

  private HeapRun() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    MappedArchive archive = new MappedArchive(Path.of(arguments[0]), Duration.ZERO);
    long lines = Long.parseLong(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    InstantSource clock = InstantSource.system();
    ReportInspector inspector =
        new ReportInspector(archive, clock, new EventLog(clock, System.err::println));
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    System.gc();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = peak(heap);
    try (ExecutorService messages = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> counts =
          IntStream.range(0, times)
              .mapToObj(i -> messages.submit(() -> archive.count(inspector, lines)))
              .toList();
      for (Future<?> count : counts) {
        count.get();
      }
    }
    System.out.println(HEAP + " " + (peak(heap) - before) / (double) (1 << 20));
  }

  private static long peak(List<MemoryPoolMXBean> heap) {
    return heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }
}
