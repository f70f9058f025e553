package io.cdrwebhooks.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.token.TestTokens;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A gateway on a free port, functions behind it that keep their events and answer 200 unless a
/// test changes that, and a client.
public final class TestGateway implements AutoCloseable {
  /// The answer of a function that throws an exception.
  static final String FAULT = "a fault";

  private static final ObjectMapper JSON = new ObjectMapper();

  public final TestTokens tokens = new TestTokens();
  public final List<JsonNode> events = new CopyOnWriteArrayList<>();
  final List<String> invoked = new CopyOnWriteArrayList<>();
  public final List<String> log = new CopyOnWriteArrayList<>();
  private final TokenGuard guard = new TokenGuard(tokens.authorizer());
  private final HttpServer server = HttpGateway.bind(0);
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpGateway gateway;
  volatile String answer = "{\"statusCode\":200,\"body\":\"done\"}";

  public TestGateway() {
    this(guard -> Map.of());
  }

  /// `endpoints` are those that this guard guards.
  public TestGateway(Function<TokenGuard, Map<String, LocalEndpoint>> endpoints) {
    gateway =
        new HttpGateway(
            server,
            new GatewayRoutes(
                function("config-api"), function("download-link"), function("receiver-request")),
            guard,
            endpoints.apply(guard),
            new EventLog(InstantSource.system(), log::add));
  }

  private LocalFunction function(String name) {
    return new LocalFunction(
        name,
        (input, output, context) -> {
          events.add(JSON.readTree(input));
          invoked.add(name);
          if (answer.equals(FAULT)) {
            throw new IllegalStateException("as asked for");
          }
          output.write(answer.getBytes(StandardCharsets.UTF_8));
        },
        Duration.ofSeconds(10));
  }

  public URI url(String path) {
    return URI.create(HttpGateway.url(server) + path);
  }

  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /// Returns everything that the gateway answers to these bytes until it closes the connection;
  /// empty text if it does so before it has read them.
  public String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.getAddress().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException _) {
      return "";
    }
  }

  @Override
  public void close() {
    gateway.close();
    http.close();
  }
}
