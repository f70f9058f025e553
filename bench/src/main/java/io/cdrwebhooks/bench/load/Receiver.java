package io.cdrwebhooks.bench.load;

import io.cdrwebhooks.emulators.http.HttpHead;
import io.cdrwebhooks.emulators.http.LoopbackListener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A receiver on 127.0.0.1 that answers 200 after a delay, or hangs until dispatch gives up. It
/// counts a request as open while its connection is open. Times are by [System#nanoTime].
final class Receiver implements AutoCloseable {
  private static final Pattern FILE_NAME = Pattern.compile("\"fileName\":\"([^\"]+)\"");
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final LoopbackListener listener;
  private final Optional<Duration> answersAfter;
  private final AtomicInteger open = new AtomicInteger();
  final AtomicInteger mostOpen = new AtomicInteger();
  final AtomicInteger answered = new AtomicInteger();

  /// The time of the first announcement for each file name.
  final Map<String, Long> receipts = new ConcurrentHashMap<>();

  private final Queue<Long> times = new ConcurrentLinkedQueue<>();

  /// Starts a receiver, which hangs if `answersAfter` is empty.
  Receiver(Optional<Duration> answersAfter) {
    this.answersAfter = answersAfter;
    this.listener = new LoopbackListener("receiver", this::converse);
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/".formatted(listener.port()));
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Optional<HttpHead> head = HttpHead.read(in);
      if (head.isPresent()) {
        long time = System.nanoTime();
        times.add(time);
        byte[] body = in.readNBytes(head.get().contentLength());
        Matcher fileName = FILE_NAME.matcher(new String(body, StandardCharsets.UTF_8));
        if (fileName.find()) {
          receipts.putIfAbsent(fileName.group(1), time);
        }
        answer(socket, in);
      }
    } finally {
      open.decrementAndGet();
    }
  }

  private void answer(Socket socket, InputStream in) throws IOException, InterruptedException {
    if (answersAfter.isPresent()) {
      Thread.sleep(answersAfter.get());
      answered.incrementAndGet();
      socket.getOutputStream().write(OK);
    }
    while (in.read() >= 0) {
      // Waits until dispatch ends the connection.
    }
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
    listener.close();
  }
}
