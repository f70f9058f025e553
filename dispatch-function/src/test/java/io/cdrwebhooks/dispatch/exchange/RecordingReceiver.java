package io.cdrwebhooks.dispatch.exchange;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A receiver on a real port that records requests and answers as configured.
public final class RecordingReceiver implements AutoCloseable {
  /// One received request; header names ignore case.
  public record Received(String method, String path, Map<String, String> headers, byte[] body) {}

  /// Chooses the answer, after the request was read and recorded.
  public interface Answer {
    void write(HttpExchange exchange) throws IOException;
  }

  public final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Answer answer = exchange -> exchange.sendResponseHeaders(200, -1);

  public RecordingReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/hook?source=cdr";
  }

  public void answer(Answer next) {
    answer = next;
  }

  public void answer(int status, String body) {
    answer =
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      received.add(
          new Received(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              exchange.getRequestBody().readAllBytes()));
      answer.write(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
