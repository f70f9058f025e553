package io.cdrwebhooks.local.gateway;

import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.path.PublicPaths;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The routes of the deployment's HTTP API: the function that answers each, and the scope that it
/// requires.
public final class GatewayRoutes {
  private final List<Route> routes;

  /// One route; in `template`, `{name}` stands for one segment of any text. `method` may be `ANY`.
  record Route(String method, String template, LocalFunction function, boolean open) {
    private static Route below(String method, String path, LocalFunction function, boolean open) {
      return new Route(method, io.cdrwebhooks.configapi.http.Route.BASE + path, function, open);
    }

    String key() {
      return method + " " + template;
    }

    boolean matches(String requestMethod, String rawPath) {
      return (method.equals("ANY") || method.equals(requestMethod))
          && rawPath.matches(template.replaceAll("\\{\\w+}", "[^/]+"));
    }
  }

  public GatewayRoutes(
      LocalFunction configApi, LocalFunction downloadLink, LocalFunction receiverRequests) {
    Stream<Route> open =
        Stream.of(
            Route.below("ANY", PublicPaths.DOWNLOAD_LINKS + "{token}", downloadLink, true),
            Route.below("POST", PublicPaths.RECEIVER_REQUESTS, receiverRequests, true),
            Route.below("GET", io.cdrwebhooks.configapi.http.Route.HEALTH, configApi, true));
    Stream<Route> guarded =
        Stream.of(io.cdrwebhooks.configapi.http.Route.values())
            .map(each -> Route.below(each.method(), each.template(), configApi, false));
    this.routes = Stream.concat(open, guarded).toList();
  }

  List<Route> all() {
    return routes;
  }

  Optional<Route> find(String method, String rawPath) {
    return routes.stream().filter(route -> route.matches(method, rawPath)).findFirst();
  }
}
