package io.cdrwebhooks.aws.snapshot;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// An empty DynamoDB on a real port, for tests of rehearsals: it records the operations and finds
/// no items.
public final class WatchedDynamoDb implements AutoCloseable {
  /// As `X-Amz-Target` names them.
  public final List<String> operations = new CopyOnWriteArrayList<>();

  private final HttpServer server;

  public WatchedDynamoDb() {
    server = listening();
    server.createContext(
        "/",
        exchange -> {
          operations.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
          byte[] nothing = "{}".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, nothing.length);
          exchange.getResponseBody().write(nothing);
          exchange.close();
        });
    server.start();
  }

  private static HttpServer listening() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    } catch (IOException e) {
      throw new UncheckedIOException("no port of this machine is free", e);
    }
  }

  /// The variables of a function whose AWS this is.
  public Map<String, String> variables() {
    return Map.of(
        "AWS_REGION", "eu-central-1",
        "AWS_ENDPOINT_URL", url(),
        "AWS_ACCESS_KEY_ID", "AKIDREAL",
        "AWS_SECRET_ACCESS_KEY", "secret");
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
