package io.cdrwebhooks.browser;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.http.PagePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The console as a deployment serves it: the built files under the headers that CloudFront adds,
/// `sign-in.json` next to them, and the API (that of the local system) on the same origin. Its
/// users sign in at an issuer on another origin, which gives them the token that opens the API.
final class DeployedConsole implements AutoCloseable {
  private static final String API = "/bulk/cdr-mgr/v1/";
  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

  private final RunningConsole system;
  private final TestIssuer issuer;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile boolean tokensHaveEnded;

  DeployedConsole(RunningConsole system) throws IOException, GeneralSecurityException {
    this.system = system;
    issuer = new TestIssuer(system.apiToken());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/console/", this::page);
    server.createContext(API, this::ask);
    server.start();
  }

  /// Returns the URL of a path, which begins with a slash.
  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /// If `ended`, the API answers as to an expired token.
  void tokensHaveEnded(boolean ended) {
    tokensHaveEnded = ended;
  }

  private void page(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      boolean view = path.lastIndexOf('.') < path.lastIndexOf('/');
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Security-Policy", PagePolicy.ofConsole(List.of(issuer.url(""))));
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cache-Control", "no-cache");
      if (path.equals("/console/sign-in.json")) {
        headers.set("Content-Type", "application/json");
        send(exchange, 200, issuer.signInFile().getBytes(StandardCharsets.UTF_8));
      } else {
        String file = view ? "/console/index.html" : path;
        headers.set(
            "Content-Type",
            CONTENT_TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "text/plain"));
        sendFile(exchange, file);
      }
    }
  }

  private static void sendFile(HttpExchange exchange, String file) throws IOException {
    try (InputStream content = DeployedConsole.class.getResourceAsStream(file)) {
      if (content == null) {
        send(exchange, 404, new byte[0]);
      } else {
        send(exchange, 200, content.readAllBytes());
      }
    }
  }

  private void ask(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (tokensHaveEnded) {
        send(exchange, 401, "{\"message\":\"Unauthorized\"}".getBytes(StandardCharsets.UTF_8));
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(system.origin().resolve(exchange.getRequestURI().toString()))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String name : List.of("Authorization", "Content-Type", "If-Match")) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
          request.header(name, value);
        }
      }
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the API was asked.", e);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    http.close();
    issuer.close();
  }
}
