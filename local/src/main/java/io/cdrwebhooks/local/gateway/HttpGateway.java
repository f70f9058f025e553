package io.cdrwebhooks.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.local.StartFailure;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The HTTP API on 127.0.0.1: every request becomes an event, every answer comes from the
/// function's JSON.
///
/// Like API Gateway it answers 401, 404 and 413 by itself, with `{"message": ...}`.
public final class HttpGateway implements AutoCloseable {
  private static final int LARGEST_BODY = 10 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final GatewayRoutes routes;
  private final ApiToken apiToken;
  private final EventLog log;

  private HttpGateway(HttpServer server, GatewayRoutes routes, ApiToken apiToken, EventLog log) {
    this.server = server;
    this.routes = routes;
    this.apiToken = apiToken;
    this.log = log;
  }

  /// Listens from now on, but answers only after [#serve]; port 0 takes a free one.
  ///
  /// Two steps, because the functions must know the address before they exist.
  public static HttpServer bind(int port) {
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
    } catch (BindException e) {
      throw new StartFailure("Port " + port + " is in use; give another one.", e);
    } catch (IOException e) {
      throw new StartFailure("The gateway could not listen on port " + port + ".", e);
    }
  }

  public static HttpGateway serve(
      HttpServer server, GatewayRoutes routes, ApiToken apiToken, EventLog log) {
    HttpGateway gateway = new HttpGateway(server, routes, apiToken, log);
    server.setExecutor(gateway.threads);
    server.createContext("/", gateway::handle);
    server.start();
    return gateway;
  }

  public static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      GatewayEvents.Answer answer = answer(exchange);
      // Whoever is still sending hears an answer only once somebody listened to the end.
      var _ = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      send(exchange, answer);
    } catch (IOException | RuntimeException e) {
      log.error("gateway.failed", e, "method", exchange.getRequestMethod());
      throw e;
    }
  }

  private GatewayEvents.Answer answer(HttpExchange exchange) throws IOException {
    // A request can name no path, as `OPTIONS *` does.
    String path = Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("");
    Optional<GatewayRoutes.Route> found = routes.find(exchange.getRequestMethod(), path);
    if (found.isEmpty()) {
      return message(404, "Not Found");
    }
    GatewayRoutes.Route route = found.get();
    Optional<String> caller = route.open() ? Optional.empty() : caller(exchange);
    if (!route.open() && caller.isEmpty()) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      return message(401, "Unauthorized");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return message(413, "Request Entity Too Large");
    }
    return invoke(route.function(), GatewayEvents.request(exchange, body, route, caller));
  }

  private Optional<String> caller(HttpExchange exchange) {
    return apiToken.holder(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private GatewayEvents.Answer invoke(LocalFunction function, byte[] event) {
    try {
      return GatewayEvents.answer(function.invoke(event));
    } catch (IOException | RuntimeException e) {
      log.error("function.failed", e, "function", function.name());
      return message(500, "Internal Server Error");
    }
  }

  private static GatewayEvents.Answer message(int status, String text) {
    return new GatewayEvents.Answer(
        status,
        Map.of("Content-Type", List.of("application/json")),
        ("{\"message\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, GatewayEvents.Answer answer) throws IOException {
    exchange.getResponseHeaders().putAll(answer.headers());
    boolean noBody =
        answer.body().length == 0
            || exchange.getRequestMethod().equals("HEAD")
            || answer.status() == 304
            || answer.status() == 204;
    exchange.sendResponseHeaders(answer.status(), noBody ? -1 : answer.body().length);
    if (!noBody) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
