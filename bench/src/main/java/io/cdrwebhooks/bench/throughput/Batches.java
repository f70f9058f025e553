package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.stand.DispatchEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// So many batches, so many of them at the same time, as Lambda would in as many environments.
record Batches(int count, int atOnce) {
  /// Messages in each, the most that Lambda takes at once.
  static final int SIZE = 10;

  /// Tasks, each with a receiver of its own: more than there are messages at the same time.
  private static final int TASKS = 100;

  static Batches of(List<String> words) {
    return new Batches(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
  }

  /// For a [ChildJvm] to be told.
  String words() {
    return count + " " + atOnce;
  }

  int messages() {
    return count * SIZE;
  }

  /// One batch, by its number.
  @FunctionalInterface
  interface Work {
    void of(int batch) throws IOException, InterruptedException;
  }

  void work(Work work) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<?>> works = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int batch = i;
        works.add(
            threads.submit(
                () -> {
                  work.of(batch);
                  return null;
                }));
      }
      for (Future<?> each : works) {
        var _ = each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a batch failed", e.getCause());
    }
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
