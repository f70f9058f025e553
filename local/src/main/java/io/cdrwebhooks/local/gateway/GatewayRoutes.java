package io.cdrwebhooks.local.gateway;

import io.cdrwebhooks.local.lambda.LocalFunction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of the HTTP API, as the deployment has them: which function answers, and who may ask.
public final class GatewayRoutes {
  /// One route; `template` has `{name}` where one segment of any text may stand, `method` may be
  /// `ANY`.
  record Route(String method, String template, LocalFunction function, boolean open) {
    String key() {
      return method + " " + template;
    }

    boolean matches(String requestMethod, String[] path) {
      String[] segments = template.split("/", -1);
      if (segments.length != path.length
          || !(method.equals("ANY") || method.equals(requestMethod))) {
        return false;
      }
      for (int i = 0; i < segments.length; i++) {
        boolean any = segments[i].startsWith("{") && !path[i].isEmpty();
        if (!any && !segments[i].equals(path[i])) {
          return false;
        }
      }
      return true;
    }

    /// The decoded segments of a path that matches, by their names in the template.
    Map<String, String> parameters(String rawPath) {
      String[] names = template.split("/", -1);
      String[] path = rawPath.split("/", -1);
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        if (names[i].startsWith("{")) {
          String name = names[i].substring(1, names[i].length() - 1);
          parameters.put(
              name, URLDecoder.decode(path[i].replace("+", "%2B"), StandardCharsets.UTF_8));
        }
      }
      return parameters;
    }
  }

  private static final String BASE = "/bulk/cdr-mgr/v1";

  private final List<Route> routes = new ArrayList<>();

  public GatewayRoutes(LocalFunction configApi, LocalFunction downloadLink) {
    open("ANY", "/cdr-download-files/{token}", downloadLink);
    open("GET", "/health", configApi);
    for (String resource :
        List.of(
            "/webhook-configurations", "/cdr-tasks", "/deliveries", "/statistics", "/platform")) {
      guarded("GET", resource, configApi);
    }
    guarded("POST", "/webhook-configurations", configApi);
    guarded("POST", "/webhook-configurations/{id}/signature", configApi);
    guarded("POST", "/webhook-configurations/{id}/test", configApi);
    guarded("POST", "/webhook-configurations/{id}/retry-now", configApi);
    guarded("GET", "/deliveries/{id}", configApi);
    guarded("POST", "/deliveries/{id}/redeliver", configApi);
    guarded("DELETE", "/deliveries/{id}/links", configApi);
    guarded("POST", "/recoveries", configApi);
    guarded("GET", "/recoveries/{id}", configApi);
    for (String method : List.of("GET", "PUT", "DELETE")) {
      guarded(method, "/webhook-configurations/{id}", configApi);
      guarded(method, "/cdr-tasks/{taskId}", configApi);
    }
  }

  private void guarded(String method, String path, LocalFunction function) {
    routes.add(new Route(method, BASE + path, function, false));
  }

  private void open(String method, String path, LocalFunction function) {
    routes.add(new Route(method, BASE + path, function, true));
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  Optional<Route> find(String method, String rawPath) {
    String[] path = rawPath.split("/", -1);
    return routes.stream().filter(route -> route.matches(method, path)).findFirst();
  }
}
