package io.cdrwebhooks.configapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// All operations of the API, found by method and path.
final class Routes {
  static final String BASE = "/bulk/cdr-mgr/v1";

  private static final Set<String> LIST = Set.of("cursor", "limit");

  private final List<Route> routes = new ArrayList<>();

  Routes(
      ConfigurationOperations configurations, TaskOperations tasks, DeliveryOperations deliveries) {
    add("GET", "/webhook-configurations", LIST, configurations::list);
    add("POST", "/webhook-configurations", Set.of(), configurations::create);
    add("GET", "/webhook-configurations/{id}", Set.of(), configurations::read);
    add("PUT", "/webhook-configurations/{id}", Set.of(), configurations::replace);
    add("DELETE", "/webhook-configurations/{id}", Set.of(), configurations::delete);
    add("GET", "/cdr-tasks", LIST, tasks::list);
    add("GET", "/cdr-tasks/{taskId}", Set.of(), tasks::read);
    add("PUT", "/cdr-tasks/{taskId}", Set.of(), tasks::save);
    add("DELETE", "/cdr-tasks/{taskId}", Set.of(), tasks::delete);
    add("GET", "/deliveries", Set.of("taskId", "cursor", "limit"), deliveries::listByTask);
    add("GET", "/deliveries/{id}", Set.of(), deliveries::read);
  }

  private void add(
      String method, String template, Set<String> parameters, Route.Operation operation) {
    routes.add(new Route(method, template, parameters, operation));
  }

  /// What a method and a path lead to.
  sealed interface Found {
    /// `id` is the variable segment, empty text without one.
    record Operation(Route route, String id) implements Found {}

    /// The path is known; `allowed` lists its methods, sorted.
    record OtherMethods(List<String> allowed) implements Found {}

    record Nothing() implements Found {}
  }

  /// `path` begins with [#BASE], or leads to nothing.
  Found find(String method, String path) {
    if (!path.startsWith(BASE + "/")) {
      return new Found.Nothing();
    }
    String below = path.substring(BASE.length());
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<String> id = route.match(below);
      if (id.isPresent() && route.method().equals(method)) {
        return new Found.Operation(route, id.get());
      }
      id.ifPresent(_ -> allowed.add(route.method()));
    }
    return allowed.isEmpty() ? new Found.Nothing() : new Found.OtherMethods(List.copyOf(allowed));
  }
}
