package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.stand.Received;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// When the first request about each file came to a receiver. For several threads.
final class Arrivals implements Consumer<Received> {
  private static final String BEFORE_NAME = "\"fileName\":\"";

  private final Map<String, Long> byFile = new ConcurrentHashMap<>();
  private volatile Awaited awaited = new Awaited("", new CountDownLatch(0));

  private record Awaited(String prefix, CountDownLatch left) {}

  /// From now on, waits for `count` files whose names begin with `prefix`, each once.
  CountDownLatch await(String prefix, int count) {
    CountDownLatch left = new CountDownLatch(count);
    awaited = new Awaited(prefix, left);
    return left;
  }

  @Override
  public void accept(Received request) {
    String body = request.text();
    int from = body.indexOf(BEFORE_NAME) + BEFORE_NAME.length();
    String file = body.substring(from, body.indexOf('"', from));
    boolean first = byFile.putIfAbsent(file, request.beganNanos()) == null;
    if (first && file.startsWith(awaited.prefix())) {
      awaited.left().countDown();
    }
  }

  /// When a file's first request began, by [System#nanoTime].
  Optional<Long> first(String file) {
    return Optional.ofNullable(byFile.get(file));
  }
}
