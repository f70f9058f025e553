package io.cdrwebhooks.bench.stand;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The JDK's HTTP server on a free port of 127.0.0.1.
public final class LoopbackServer implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  static {
    // Otherwise the second packet of an answer waits until the first one is acknowledged.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Optional<Certificate> certificate;
  private final Answers answers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile HttpServer server;

  /// The answer to a request.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public static Answer of(int status, Map<String, String> headers, String body) {
      return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(int status, String body) {
      return of(status, Map.of("Content-Type", "application/json"), body);
    }
  }

  /// Answers requests; many threads call it at once.
  @FunctionalInterface
  public interface Answers {
    Answer to(HttpExchange request, String body) throws InterruptedException;
  }

  /// Starts the server; with a certificate, it speaks only https.
  public LoopbackServer(Optional<Certificate> certificate, Answers answers) throws IOException {
    this.certificate = certificate;
    this.answers = answers;
    this.server = start(0);
  }

  private HttpServer start(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer started =
        certificate.isPresent()
            ? HttpsServer.create(address, BACKLOG)
            : HttpServer.create(address, BACKLOG);
    if (started instanceof HttpsServer secured) {
      secured.setHttpsConfigurator(new HttpsConfigurator(certificate.orElseThrow().newContext()));
    }
    started.setExecutor(threads);
    started.createContext("/", this::handle);
    started.start();
    return started;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// Returns the URL without a path or a slash at its end.
  public URI url() {
    return URI.create((certificate.isPresent() ? "https" : "http") + "://localhost:" + port());
  }

  /// Closes all connections and forgets the TLS sessions, so that every client begins anew.
  public void dropConnections() {
    server.stop(0);
    try {
      server = start(port());
    } catch (IOException e) {
      throw new UncheckedIOException("loopback server cannot restart", e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      Answer answer = answers.to(exchange, new String(request, StandardCharsets.UTF_8));
      byte[] body = answer.body();
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
