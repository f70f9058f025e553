package io.cdrwebhooks.browser;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
  public record Received(String body, String signature) {
    /// Returns whether the request is signed with this key.
    public boolean isSignedWith(String key) {
      try {
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
        byte[] wanted = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(wanted).equals(signature);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("HmacSHA512 is missing", e);
      }
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
          new Received(
              new String(body, StandardCharsets.UTF_8),
              exchange.getRequestHeaders().getFirst("X-CDR-Signature"));
      if (key.isPresent() && !(request.isSignedWith(key.get()) && isRecent(exchange))) {
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

  private static boolean isRecent(HttpExchange exchange) {
    Instant signedAt =
        Instant.ofEpochSecond(
            Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")));
    return signedAt.isAfter(Instant.now().minusSeconds(300));
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
