package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.stand.Received;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// What a receiver was told: of which file, when first, and how often. For several threads.
final class Arrivals implements Consumer<Received> {
  private static final String BEFORE_NAME = "\"fileName\":\"";

  private final Map<String, Arrival> byFile = new ConcurrentHashMap<>();
  private volatile Awaited awaited = new Awaited("", new CountDownLatch(0));

  private record Arrival(long nanos, AtomicInteger times) {}

  private record Awaited(String prefix, CountDownLatch left) {}

  /// From now on, waits for `count` files whose names begin with `prefix`, each once.
  CountDownLatch await(String prefix, int count) {
    CountDownLatch left = new CountDownLatch(count);
    awaited = new Awaited(prefix, left);
    return left;
  }

  @Override
  public void accept(Received request) {
    String file = fileName(request.text());
    Arrival arrival =
        byFile.computeIfAbsent(
            file, _ -> new Arrival(request.firstByteNanos(), new AtomicInteger()));
    if (arrival.times().incrementAndGet() == 1 && file.startsWith(awaited.prefix())) {
      awaited.left().countDown();
    }
  }

  /// When a file's first request began, by [System#nanoTime].
  Optional<Long> first(String file) {
    return Optional.ofNullable(byFile.get(file)).map(Arrival::nanos);
  }

  /// Those of these files that nobody was told of.
  long missing(List<String> files) {
    return files.stream().filter(file -> !byFile.containsKey(file)).count();
  }

  /// Requests beyond the one that each file is to have.
  long repeats(List<String> files) {
    return files.stream()
        .map(byFile::get)
        .filter(arrival -> arrival != null)
        .mapToLong(arrival -> arrival.times().get() - 1)
        .sum();
  }

  private static String fileName(String body) {
    int from = body.indexOf(BEFORE_NAME) + BEFORE_NAME.length();
    return body.substring(from, body.indexOf('"', from));
  }
}
