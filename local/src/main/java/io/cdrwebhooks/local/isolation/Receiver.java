package io.cdrwebhooks.local.isolation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

/// A receiver on 127.0.0.1 that answers 200 after a while, or hangs until dispatch gives up. It
/// counts a request as open while its connection is. Times are by [System#nanoTime].
public final class Receiver implements AutoCloseable {
  private static final Pattern FILE_NAME = Pattern.compile("\"fileName\":\"([^\"]+)\"");
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *(\\d+)\r\n", Pattern.CASE_INSENSITIVE);
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Optional<Duration> answersAfter;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Long> receipts = new ConcurrentHashMap<>();
  private final Queue<Long> times = new ConcurrentLinkedQueue<>();

  private Receiver(ServerSocket server, Optional<Duration> answersAfter) {
    this.server = server;
    this.answersAfter = answersAfter;
  }

  /// Starts a receiver, which hangs if `answersAfter` is empty.
  static Receiver start(Optional<Duration> answersAfter) throws IOException {
    ServerSocket server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Receiver receiver = new Receiver(server, answersAfter);
    var _ = receiver.threads.submit(receiver::accept);
    return receiver;
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getLocalPort()));
  }

  private Void accept() throws IOException {
    while (true) {
      Socket socket = server.accept();
      var _ = threads.submit(() -> converse(socket));
    }
  }

  private Void converse(Socket socket) throws IOException, InterruptedException {
    try (socket) {
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Matcher length = LENGTH.matcher(head(in));
      if (length.find()) {
        long time = System.nanoTime();
        times.add(time);
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        Matcher fileName = FILE_NAME.matcher(new String(body, StandardCharsets.UTF_8));
        if (fileName.find()) {
          receipts.putIfAbsent(fileName.group(1), time);
        }
        answer(socket, in);
      }
      return null;
    } finally {
      open.decrementAndGet();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private void answer(Socket socket, InputStream in) throws IOException, InterruptedException {
    if (answersAfter.isPresent()) {
      Thread.sleep(answersAfter.get());
      answered.incrementAndGet();
      socket.getOutputStream().write(OK);
    }
    while (in.read() >= 0) {
      // Until dispatch ends the connection.
    }
  }

  /// Returns when the report of each file name was first announced.
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
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
