package io.cdrwebhooks.local.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers by which a receiver tries to hold dispatch, to fill its memory, or to send it elsewhere.
///
/// Each exchange must end in time, with at most 16 KiB of body and the usual number of headers,
/// after one connection, and with the status that the receiver gave.
record AnswerAttacks(Random random) {
  private static final int MOST_BYTES = 16 << 10;
  private static final ExchangeLimits LIMITS =
      new ExchangeLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), true);

  /// The limit, and what a busy machine adds to it.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final int AT_RANDOM = 60;

  /// Writes an answer, piece by piece; an exception ends it.
  private interface Script {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  void run(Attempts attempts) throws IOException, InterruptedException {
    attempts.begin("receivers' answers", "an exchange ends in time, in bounds, at one address");
    try (ReceiverExchange exchange =
        ReceiverExchange.create(ReceiverRules.LOCAL, LIMITS, InstantSource.system())) {
      Outcome honest = outcome(exchange, text(OK + "Content-Length: 2\r\n\r\nOK"));
      attempts.control("an honest answer is 200", honest.status() == 200 && honest.isBounded());
      for (Map.Entry<String, Script> script : endless().entrySet()) {
        Outcome outcome = outcome(exchange, script.getValue());
        attempts.made(script.getKey(), outcome.isBounded());
      }
      for (String answer : odd()) {
        attempts.made(answer.lines().skip(1).findFirst().orElse(answer), bounded(exchange, answer));
      }
      for (int i = 0; i < AT_RANDOM; i++) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        String start = random.nextBoolean() ? CHUNKED : OK;
        attempts.made("bytes at random", bounded(exchange, start + new String(bytes, ISO_8859_1)));
      }
      redirects(exchange, attempts);
    }
  }

  private static boolean bounded(ReceiverExchange exchange, String answer)
      throws IOException, InterruptedException {
    return outcome(exchange, text(answer)).isBounded();
  }

  private static Script text(String answer) {
    return out -> out.write(answer.getBytes(ISO_8859_1));
  }

  private static Script forever(String begin, String piece, long pauseMs) {
    return out -> {
      out.write(begin.getBytes(ISO_8859_1));
      byte[] next = piece.repeat(pauseMs > 0 ? 1 : 1_000).getBytes(ISO_8859_1);
      while (true) {
        out.write(next);
        out.flush();
        if (pauseMs > 0) {
          Thread.sleep(pauseMs);
        }
      }
    };
  }

  private static Map<String, Script> endless() {
    Map<String, Script> scripts = new LinkedHashMap<>();
    scripts.put("silence", out -> Thread.sleep(ANSWER_TIMEOUT));
    scripts.put("endless status line", forever("HTTP/1.1 200 ", "x", 0));
    scripts.put("endless header", forever(OK + "X: ", "x", 0));
    scripts.put("endless headers", forever(OK, "X: y\r\n", 0));
    scripts.put("endless interim answers", forever("", "HTTP/1.1 103 Early\r\nX: y\r\n\r\n", 0));
    scripts.put("endless 100 Continue", forever("", "HTTP/1.1 100 Continue\r\n\r\n", 0));
    scripts.put("endless body", forever(OK + "\r\n", "x", 0));
    scripts.put("endless chunks", forever(CHUNKED, "1\r\nx\r\n", 0));
    scripts.put("endless chunk", forever(CHUNKED + "7fffffff\r\n", "x", 0));
    scripts.put("endless extension", forever(CHUNKED + "1;", "x", 0));
    scripts.put("endless trailer", forever(CHUNKED + "0\r\n", "X: y\r\n", 0));
    scripts.put("dripping header", forever(OK, "X: y\r\n", 50));
    scripts.put("dripping body", forever(OK + "Content-Length: 90000\r\n\r\n", "x", 50));
    scripts.put("dripping chunks", forever(CHUNKED, "1\r\nx\r\n", 50));
    scripts.put("huge body", forever(OK + "Content-Length: 9999999999\r\n\r\n", "x", 0));
    return scripts;
  }

  private static List<String> odd() {
    return List.of(
        OK + "Content-Length: -1\r\n\r\nx",
        OK + "Content-Length: 1\r\nContent-Length: 5\r\n\r\nx",
        OK + "Content-Length: 99999999999999999999\r\n\r\nx",
        OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nx",
        OK + "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        CHUNKED + "ffffffffffffffff\r\nx",
        CHUNKED + "-1\r\nx",
        CHUNKED + "zz\r\nx",
        OK + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\0\0\0\0\0\0\0",
        OK + "X: " + "y".repeat(100_000) + "\r\n\r\n",
        OK + "X: y\r\n".repeat(5_000) + "\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
        "HTTP/1.1 999 Odd\r\nX: y\r\n\r\n",
        "HTTP/1.1 -20 Odd\r\nX: y\r\n\r\n",
        "HTTP/9.9 200 OK\r\nX: y\r\n\r\n",
        "ICY 200 OK\r\nX: y\r\n\r\n",
        "\r\n\r\n\r\n" + OK + "\r\n",
        OK + "Set-Cookie: a=b; Domain=127.0.0.1\r\n\r\n",
        OK + "X\0Y: z\r\n\r\n",
        OK + " folded: y\r\n\r\n",
        OK + "Alt-Svc: h2=\"127.0.0.1:1\"\r\n\r\n",
        OK + "Refresh: 0; url=http://127.0.0.1/\r\n\r\n");
  }

  /// Sends dispatch to another listener on this machine, which must get no connection.
  private static void redirects(ReceiverExchange exchange, Attempts attempts)
      throws IOException, InterruptedException {
    try (Listener elsewhere = new Listener(text(OK + "\r\n"))) {
      for (int status : List.of(300, 301, 302, 303, 305, 307, 308)) {
        for (String place :
            List.of(
                "Location: http://127.0.0.1:" + elsewhere.port() + "/",
                "Location: //127.0.0.1:" + elsewhere.port() + "/",
                "Location: /again",
                "Location: file:///etc/passwd")) {
          Outcome outcome =
              outcome(exchange, text("HTTP/1.1 " + status + " Moved\r\n" + place + "\r\n\r\n"));
          attempts.made(
              status + " " + place.substring(0, 14),
              outcome.isBounded() && outcome.status() == status && elsewhere.connections() == 0);
        }
      }
    }
  }

  /// The result of one exchange; status 0 without an answer.
  private record Outcome(int status, int bytes, int headers, Duration took, int connections) {
    boolean isBounded() {
      return bytes <= MOST_BYTES
          && headers <= AnswerHeader.MAX_HEADERS
          && took.compareTo(ANSWER_TIMEOUT) < 0
          && connections == 1;
    }
  }

  private static Outcome outcome(ReceiverExchange exchange, Script script)
      throws IOException, InterruptedException {
    try (Listener receiver = new Listener(script)) {
      long begun = System.nanoTime();
      URI url = URI.create("http://127.0.0.1:" + receiver.port() + "/");
      ExchangeResult result =
          exchange.post(
              new WebhookRequest(
                  new ReceiverUrl(url), new LinkedHashMap<>(), new byte[] {'{', '}'}));
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      return result instanceof ExchangeResult.Answered answered
          ? new Outcome(
              answered.statusCode(),
              answered.answer().length,
              answered.headers().size(),
              took,
              receiver.connections())
          : new Outcome(0, 0, 0, took, receiver.connections());
    }
  }

  /// A receiver that reads the head of each request, and then follows the script.
  private static final class Listener implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    Listener(Script script) throws IOException {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> accept(script));
    }

    int port() {
      return server.getLocalPort();
    }

    int connections() {
      return connections.get();
    }

    private void accept(Script script) {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          connections.incrementAndGet();
          Thread.ofVirtual().start(() -> run(script, socket));
        } catch (IOException _) {
          return; // closed
        }
      }
    }

    private static void run(Script script, Socket socket) {
      try (socket) {
        byte[] head = new byte[1];
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n") && socket.getInputStream().read(head) > 0) {
          text.append((char) head[0]);
        }
        var _ = socket.getInputStream().readNBytes(2);
        script.write(socket.getOutputStream());
        socket.shutdownOutput();
        var _ = socket.getInputStream().read(); // so that closing resets no data in flight
      } catch (IOException _) {
        // The exchange was ended, as it must be.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
