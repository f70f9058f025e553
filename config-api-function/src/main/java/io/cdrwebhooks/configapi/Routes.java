package io.cdrwebhooks.configapi;

import io.cdrwebhooks.configapi.configurations.ConfigurationOperations;
import io.cdrwebhooks.configapi.configurations.LaneOperations;
import io.cdrwebhooks.configapi.configurations.TestOperations;
import io.cdrwebhooks.configapi.deliveries.DeliveryConditions;
import io.cdrwebhooks.configapi.deliveries.DeliveryOperations;
import io.cdrwebhooks.configapi.deliveries.RedeliveryOperations;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.recoveries.RecoveryOperations;
import io.cdrwebhooks.configapi.statistics.StatisticsOperations;
import io.cdrwebhooks.configapi.statistics.StatisticsQuery;
import io.cdrwebhooks.configapi.tasks.TaskOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// All operations of the API, found by method and path.
final class Routes {
  private static final Set<String> NONE = Set.of();
  private static final Set<String> LIST = Set.of("cursor", "limit");

  private final List<Route> routes = new ArrayList<>();

  /// Who answers.
  record Operations(
      ConfigurationOperations configurations,
      TestOperations tests,
      LaneOperations lanes,
      TaskOperations tasks,
      DeliveryOperations deliveries,
      RedeliveryOperations redeliveries,
      RecoveryOperations recoveries,
      StatisticsOperations statistics,
      Route.Operation platform) {}

  Routes(Operations operations) {
    ConfigurationOperations configurations = operations.configurations();
    add("GET", "/webhook-configurations", LIST, configurations::list);
    add("POST", "/webhook-configurations", NONE, configurations::create);
    add("GET", "/webhook-configurations/{id}", NONE, configurations::read);
    add("PUT", "/webhook-configurations/{id}", NONE, configurations::replace);
    add("DELETE", "/webhook-configurations/{id}", NONE, configurations::delete);
    add("POST", "/webhook-configurations/{id}/signature", NONE, configurations::rotate);
    add("POST", "/webhook-configurations/{id}/test", NONE, operations.tests()::test);
    add("POST", "/webhook-configurations/{id}/retry-now", NONE, operations.lanes()::retryNow);
    TaskOperations tasks = operations.tasks();
    add("GET", "/cdr-tasks", LIST, tasks::list);
    add("GET", "/cdr-tasks/{taskId}", NONE, tasks::read);
    add("PUT", "/cdr-tasks/{taskId}", NONE, tasks::save);
    add("DELETE", "/cdr-tasks/{taskId}", NONE, tasks::delete);
    DeliveryOperations deliveries = operations.deliveries();
    add("GET", "/deliveries", DeliveryConditions.PARAMETERS, deliveries::list);
    add("GET", "/deliveries/{id}", NONE, deliveries::read);
    add("POST", "/deliveries/{id}/redeliver", NONE, operations.redeliveries()::redeliver);
    add("DELETE", "/deliveries/{id}/links", NONE, operations.redeliveries()::revokeLinks);
    add("POST", "/recoveries", NONE, operations.recoveries()::create);
    add("GET", "/recoveries/{id}", NONE, operations.recoveries()::read);
    add("GET", "/statistics", StatisticsQuery.PARAMETERS, operations.statistics()::read);
    add("GET", "/platform", NONE, operations.platform());
  }

  private void add(
      String method, String template, Set<String> parameters, Route.Operation operation) {
    routes.add(new Route(method, template, parameters, operation));
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  /// What a method and a path lead to.
  sealed interface Found {
    /// `id` is the variable segment, empty text without one.
    record Operation(Route route, String id) implements Found {}

    /// The path is known; `allowed` lists its methods, sorted.
    record OtherMethods(List<String> allowed) implements Found {}

    record Nothing() implements Found {}
  }

  /// `path` begins with [Route#BASE], or leads to nothing.
  Found find(String method, String path) {
    if (!path.startsWith(Route.BASE + "/")) {
      return new Found.Nothing();
    }
    String below = path.substring(Route.BASE.length());
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
