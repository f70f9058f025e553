package io.cdrwebhooks.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.emulators.ForeignRequest;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The HTTP API on 127.0.0.1. Every request becomes an event, and every answer comes from the
/// function's JSON. The system's other endpoints are under other paths.
///
/// It answers 401, 403, 404 and 413 itself, with `{"message": ...}`, as API Gateway does, and
/// refuses each [ForeignRequest].
public final class HttpGateway implements AutoCloseable {
  private static final int MAX_BODY = 10 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final GatewayRoutes routes;
  private final TokenGuard guard;
  private final Map<String, LocalEndpoint> endpoints;
  private final EventLog log;

  /// Starts to answer. `endpoints` are served too, by their paths; a path that ends with a slash is
  /// a folder and includes everything below it.
  public HttpGateway(
      HttpServer server,
      GatewayRoutes routes,
      TokenGuard guard,
      Map<String, LocalEndpoint> endpoints,
      EventLog log) {
    this.server = server;
    this.routes = routes;
    this.guard = guard;
    this.endpoints = Map.copyOf(endpoints);
    this.log = log;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Starts to listen on 127.0.0.1; port 0 selects a free one.
  ///
  /// This is a separate step, because the functions must know the address before they exist.
  public static HttpServer bind(int port) {
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
    } catch (BindException e) {
      throw new StartFailure("Port " + port + " is in use; choose another one.", e);
    } catch (IOException e) {
      throw new StartFailure("The gateway cannot listen on port " + port + ".", e);
    }
  }

  public static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      GatewayAnswer answer = answer(exchange);
      // A client that still sends reads the answer only after this server has read its whole
      // request.
      var _ = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      send(exchange, answer);
    } catch (IOException | RuntimeException e) {
      log.error("gateway.failed", e, "method", exchange.getRequestMethod());
      throw e;
    }
  }

  private GatewayAnswer answer(HttpExchange exchange) throws IOException {
    Optional<ForeignRequest> foreign =
        ForeignRequest.of(
            header(exchange, "Host").orElse(null), header(exchange, "Origin").orElse(null));
    if (foreign.isPresent()) {
      return GatewayAnswer.message(foreign.get().status(), foreign.get().reason());
    }
    // A request may have no path, as in `OPTIONS *`.
    String path = Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("");
    Optional<LocalEndpoint> local = endpoint(path);
    if (local.isPresent()) {
      return answer(local.get(), exchange);
    }
    Optional<GatewayRoutes.Route> route = routes.find(exchange.getRequestMethod(), path);
    if (route.isEmpty()) {
      return GatewayAnswer.message(404, "Not Found");
    }
    if (route.get().open()) {
      return invoke(exchange, route.get(), Optional.empty());
    }
    String scope = Deployment.Scopes.STANDARD.wantedBy(exchange.getRequestMethod());
    return guard.answer(
        exchange,
        scope,
        claims ->
            invoke(exchange, route.get(), Optional.of(new GatewayEvents.Caller(claims, scope))));
  }

  /// Returns the values of a header, separated by commas.
  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().get(name))
        .map(values -> String.join(",", values));
  }

  /// Returns the endpoint of this path, compared as it was sent, or of the first folder that
  /// contains it.
  private Optional<LocalEndpoint> endpoint(String path) {
    String folder = path.substring(0, path.indexOf('/', Math.min(1, path.length())) + 1);
    return Optional.ofNullable(endpoints.get(path))
        .or(() -> Optional.ofNullable(endpoints.get(folder)));
  }

  private GatewayAnswer answer(LocalEndpoint endpoint, HttpExchange exchange) {
    try {
      return endpoint.answer(exchange);
    } catch (IOException | RuntimeException e) {
      log.error("local.failed", e, "method", exchange.getRequestMethod());
      return GatewayAnswer.message(500, "Internal Server Error");
    }
  }

  private GatewayAnswer invoke(
      HttpExchange exchange, GatewayRoutes.Route route, Optional<GatewayEvents.Caller> caller)
      throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      return GatewayAnswer.message(413, "Request Entity Too Large");
    }
    byte[] event = GatewayEvents.request(exchange, body, route, caller);
    try {
      return GatewayEvents.answer(route.function().invoke(event));
    } catch (IOException | RuntimeException e) {
      log.error("function.failed", e, "function", route.function().name());
      return GatewayAnswer.message(500, "Internal Server Error");
    }
  }

  private static void send(HttpExchange exchange, GatewayAnswer answer) throws IOException {
    // The gateway's own answers get the headers of the functions' answers. Pages have other
    // headers.
    HttpFunction.ON_EVERY_ANSWER.forEach(exchange.getResponseHeaders()::set);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    boolean noBody =
        head || answer.body().length == 0 || answer.status() == 304 || answer.status() == 204;
    if (head && answer.body().length > 0) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.body().length));
    }
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
