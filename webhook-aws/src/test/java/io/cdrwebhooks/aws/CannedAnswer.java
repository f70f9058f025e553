package io.cdrwebhooks.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A service of AWS that accepts requests on a real port, keeps them, and gives each the same
/// answer.
public record CannedAnswer(HttpServer server, List<Request> requests) implements AutoCloseable {
  public record Request(String target, String body) {}

  /// Starts the service with its answer, in JSON or XML.
  public static CannedAnswer answering(int status, String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<Request> requests = new CopyOnWriteArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          requests.add(request(exchange));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Type",
                  answer.startsWith("<") ? "text/xml" : "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return new CannedAnswer(server, requests);
  }

  private static Request request(HttpExchange exchange) throws IOException {
    return new Request(
        exchange.getRequestHeaders().getFirst("X-Amz-Target"),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
