package io.cdrwebhooks.bench.measure;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Runs pieces of work at the same time and waits for all of them.
public final class Parallel {
  private Parallel() {}

  /// A piece of work that may fail.
  @FunctionalInterface
  public interface Work {
    void run() throws IOException, InterruptedException;
  }

  /// Runs all of `works` on this number of threads.
  public static void run(int threads, Stream<Work> works) throws IOException, InterruptedException {
    List<Callable<Boolean>> tasks = works.map(Parallel::task).toList();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<Boolean> each : executor.invokeAll(tasks)) {
        var _ = each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a parallel task failed", e.getCause());
    }
  }

  private static Callable<Boolean> task(Work work) {
    return () -> {
      work.run();
      return true;
    };
  }
}
