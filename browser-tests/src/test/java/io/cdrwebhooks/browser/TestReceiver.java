package io.cdrwebhooks.browser;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.receiver.RequestSignatures;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A customer's system: it accepts requests and fetches each report by its link. It checks
/// signatures only after [#checks]. To a path that ends in `/hostile` it answers with text that
/// could harm a page. While it [#fails] it requests a pause of ten minutes.
public final class TestReceiver implements AutoCloseable {
  /// Text that is harmful unless it is shown as text.
  public static final String HOSTILE_ANSWER =
      "<script>window.harmed = true</script><img src=x onerror='window.harmed = true'>"
          + "\u001b[31mred\u001b[0m\u0007\u202egnp.exe"
          + "</pre><b id='planted'>bold</b>";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile boolean fails;
  private volatile Optional<String> key = Optional.empty();

  /// A received request.
  public record Received(String body, Headers headers) {
    public String signature() {
      return headers.getFirst("X-CDR-Signature");
    }

    /// Returns whether the request is signed with this key.
    public boolean isSignedWith(String key) {
      return signatures(key).bothHold(headers::getFirst, bytes());
    }

    private boolean isRefused(String key) {
      return signatures(key).refusal(headers::getFirst, bytes(), Instant.now()).isPresent();
    }

    private static RequestSignatures signatures(String key) {
      return new RequestSignatures(new SignatureKey(key));
    }

    private byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }

    /// Without the token in the body and the signatures, so that no report of a test has them.
    @Override
    public String toString() {
      return "a request with webhook-id " + headers.getFirst("webhook-id");
    }
  }

  public TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// `path` begins with a slash.
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /// If `now`, the receiver answers 503 from now on; otherwise it works again.
  public void fails(boolean now) {
    fails = now;
  }

  /// From now on the receiver answers 401 to requests that are too old, or not signed with this
  /// key.
  public void checks(String signature) {
    key = Optional.of(signature);
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean hostile = exchange.getRequestURI().getPath().endsWith("/hostile");
      if (fails) {
        exchange.getResponseHeaders().set("Retry-After", "600");
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      Received request =
          new Received(new String(body, StandardCharsets.UTF_8), exchange.getRequestHeaders());
      if (key.filter(request::isRefused).isPresent()) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] answer = (hostile ? HOSTILE_ANSWER : "thanks").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      exchange.sendResponseHeaders(hostile ? 500 : 200, answer.length);
      exchange.getResponseBody().write(answer);
      received.add(request);
      if (!hostile) {
        URI link = URI.create(JSON.readTree(body).required("callbackURL").asText());
        var _ = threads.submit(() -> fetch(link));
      }
    }
  }

  private long fetch(URI link) throws IOException, InterruptedException {
    try (var report =
        http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofInputStream()).body()) {
      return report.transferTo(OutputStream.nullOutputStream());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    http.close();
  }
}
