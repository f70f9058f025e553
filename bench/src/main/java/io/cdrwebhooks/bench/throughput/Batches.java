package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Parallel;
import io.cdrwebhooks.bench.stand.DispatchEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// So many batches, so many of them at the same time, as Lambda would in as many environments.
public record Batches(int count, int atOnce) {
  /// Messages in each, the most that Lambda takes at once.
  static final int SIZE = 10;

  /// Tasks, each with its receiver: more than there are messages at the same time.
  private static final int TASKS = 100;

  int messages() {
    return count * SIZE;
  }

  /// What is done with a batch, by its number.
  @FunctionalInterface
  interface Work {
    void of(int batch) throws IOException, InterruptedException;
  }

  void work(Work work) throws IOException, InterruptedException {
    Parallel.run(atOnce, IntStream.range(0, count).mapToObj(batch -> () -> work.of(batch)));
  }

  /// The event of each batch, whose reports are for different receivers.
  List<byte[]> events() {
    return IntStream.range(0, count)
        .mapToObj(batch -> IntStream.range(batch * SIZE, (batch + 1) * SIZE))
        .map(numbers -> numbers.mapToObj(Batches::key).toList())
        .map(keys -> DispatchEvents.arrivals(keys).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static String key(int number) {
    return "reports/%d/tx%08d.zip".formatted(1 + number % TASKS, number);
  }
}
