package io.cdrwebhooks.local.isolation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A receiver on 127.0.0.1 that answers 200 after a while, or hangs. Times are by
/// [System#nanoTime].
final class Receiver implements AutoCloseable {
  private static final Pattern FILE_NAME = Pattern.compile("\"fileName\":\"([^\"]+)\"");

  /// Dispatch ends a request after 15 seconds. A request counts as open for a little less, so that
  /// the one that follows it is not counted in addition.
  private static final Duration OPEN_WHILE_HANGING = Duration.ofMillis(14_500);

  private static final Duration HANGS_ON = Duration.ofSeconds(2);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Optional<Duration> answersAfter;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Long> receipts = new ConcurrentHashMap<>();
  private final Queue<Long> times = new ConcurrentLinkedQueue<>();

  private Receiver(HttpServer server, Optional<Duration> answersAfter) {
    this.server = server;
    this.answersAfter = answersAfter;
  }

  /// Hangs if `answersAfter` is empty.
  static Receiver start(Optional<Duration> answersAfter) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Receiver receiver = new Receiver(HttpServer.create(address, 0), answersAfter);
    receiver.server.setExecutor(receiver.threads);
    receiver.server.createContext("/", receiver::handle);
    receiver.server.start();
    return receiver;
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    long time = System.nanoTime();
    times.add(time);
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Matcher fileName = FILE_NAME.matcher(body);
      if (fileName.find()) {
        receipts.putIfAbsent(fileName.group(1), time);
      }
      Thread.sleep(answersAfter.orElse(OPEN_WHILE_HANGING));
      open.decrementAndGet();
      if (answersAfter.isPresent()) {
        answered.incrementAndGet();
        exchange.sendResponseHeaders(200, -1);
      } else {
        Thread.sleep(HANGS_ON);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// When the report of each file name was first announced.
  Map<String, Long> receipts() {
    return receipts;
  }

  int answered() {
    return answered.get();
  }

  int mostOpen() {
    return mostOpen.get();
  }

  int mostWithin(Duration window) {
    List<Long> sorted = times.stream().sorted().toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (sorted.get(last) - sorted.get(first) >= window.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
