package io.cdrwebhooks.local.gateway;

import io.cdrwebhooks.local.lambda.LocalFunction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The routes of the HTTP API, as the deployment has them: which function answers, and who may ask.
public final class GatewayRoutes {
  private static final String BASE = "/bulk/cdr-mgr/v1";

  /// Below the base path, for callers with a token.
  private static final List<String> GUARDED =
      List.of(
          "GET /webhook-configurations",
          "POST /webhook-configurations",
          "GET /webhook-configurations/{id}",
          "PUT /webhook-configurations/{id}",
          "DELETE /webhook-configurations/{id}",
          "POST /webhook-configurations/{id}/signature",
          "POST /webhook-configurations/{id}/test",
          "POST /webhook-configurations/{id}/retry-now",
          "GET /cdr-tasks",
          "GET /cdr-tasks/{taskId}",
          "PUT /cdr-tasks/{taskId}",
          "DELETE /cdr-tasks/{taskId}",
          "GET /deliveries",
          "GET /deliveries/{id}",
          "POST /deliveries/{id}/redeliver",
          "DELETE /deliveries/{id}/links",
          "POST /recoveries",
          "GET /recoveries/{id}",
          "GET /statistics",
          "GET /platform");

  private final List<Route> routes;

  /// One route; `template` has `{name}` where one segment of any text may stand, `method` may be
  /// `ANY`.
  record Route(String method, String template, LocalFunction function, boolean open) {
    private static Route of(String key, LocalFunction function, boolean open) {
      String[] parts = key.split(" ", -1);
      return new Route(parts[0], BASE + parts[1], function, open);
    }

    String key() {
      return method + " " + template;
    }

    boolean matches(String requestMethod, String rawPath) {
      return (method.equals("ANY") || method.equals(requestMethod))
          && rawPath.matches(template.replaceAll("\\{\\w+}", "[^/]+"));
    }
  }

  public GatewayRoutes(LocalFunction configApi, LocalFunction downloadLink) {
    Stream<Route> open =
        Stream.of(
            Route.of("ANY /cdr-download-files/{token}", downloadLink, true),
            Route.of("GET /health", configApi, true));
    Stream<Route> guarded = GUARDED.stream().map(key -> Route.of(key, configApi, false));
    this.routes = Stream.concat(open, guarded).toList();
  }

  List<Route> all() {
    return routes;
  }

  Optional<Route> find(String method, String rawPath) {
    return routes.stream().filter(route -> route.matches(method, rawPath)).findFirst();
  }
}
