package io.cdrwebhooks.configapi.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The operations of the API: each is a method on a path below [#BASE], with the names of the query
/// parameters that it knows. `{...}` stands for any one segment of the path that is not empty;
/// there is at most one such.
///
/// The function answers exactly these, and a gateway in front of it has a route for each.
public enum Route {
  LIST_CONFIGURATIONS("GET", "/webhook-configurations", "cursor", "limit"),
  CREATE_CONFIGURATION("POST", "/webhook-configurations"),
  GET_CONFIGURATION("GET", "/webhook-configurations/{id}"),
  REPLACE_CONFIGURATION("PUT", "/webhook-configurations/{id}"),
  DELETE_CONFIGURATION("DELETE", "/webhook-configurations/{id}"),
  ROTATE_SIGNATURE("POST", "/webhook-configurations/{id}/signature"),
  TEST_CONFIGURATION("POST", "/webhook-configurations/{id}/test"),
  RETRY_NOW("POST", "/webhook-configurations/{id}/retry-now"),
  LIST_TASKS("GET", "/cdr-tasks", "cursor", "limit"),
  GET_TASK("GET", "/cdr-tasks/{taskId}"),
  SAVE_TASK("PUT", "/cdr-tasks/{taskId}"),
  DELETE_TASK("DELETE", "/cdr-tasks/{taskId}"),
  LIST_DELIVERIES(
      "GET", "/deliveries", "taskId", "configurationId", "status", "from", "to", "cursor", "limit"),
  GET_DELIVERY("GET", "/deliveries/{id}"),
  REDELIVER("POST", "/deliveries/{id}/redeliver"),
  REVOKE_LINKS("DELETE", "/deliveries/{id}/links"),
  START_RECOVERY("POST", "/recoveries"),
  GET_RECOVERY("GET", "/recoveries/{id}"),
  GET_STATISTICS("GET", "/statistics", "from", "to", "configurationId"),
  GET_PLATFORM("GET", "/platform");

  /// The base path of the API.
  public static final String BASE = "/bulk/cdr-mgr/v1";

  /// Below the base path; `GET` of it needs no token.
  public static final String HEALTH = "/health";

  private static final Pattern SLASH = Pattern.compile("/");

  private final String method;
  private final String template;
  private final Set<String> parameters;

  Route(String method, String template, String... parameters) {
    this.method = method;
    this.template = template;
    this.parameters = Set.of(parameters);
  }

  public String method() {
    return method;
  }

  /// The path below the base path.
  public String template() {
    return template;
  }

  public Set<String> parameters() {
    return parameters;
  }

  /// Whether it changes something: reading and changing are different scopes.
  public boolean changes() {
    return !method.equals("GET");
  }

  /// What a method and a path lead to.
  public sealed interface Found {
    /// `id` is the variable segment, empty text without one.
    record Operation(Route route, String id) implements Found {}

    /// The path is known; `allowed` lists its methods, sorted.
    record OtherMethods(List<String> allowed) implements Found {}

    record Nothing() implements Found {}
  }

  /// `path` begins with [#BASE], or leads to nothing.
  public static Found find(String method, String path) {
    if (!path.startsWith(BASE + "/")) {
      return new Found.Nothing();
    }
    String below = path.substring(BASE.length());
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : values()) {
      Optional<String> id = route.match(below);
      if (id.isPresent() && route.method.equals(method)) {
        return new Found.Operation(route, id.get());
      }
      id.ifPresent(_ -> allowed.add(route.method));
    }
    return allowed.isEmpty() ? new Found.Nothing() : new Found.OtherMethods(List.copyOf(allowed));
  }

  /// The variable segment of a path below the base, empty text if the route has none; empty if the
  /// path is another.
  private Optional<String> match(String path) {
    List<String> wanted = segments(template);
    List<String> given = segments(path);
    if (wanted.size() != given.size()) {
      return Optional.empty();
    }
    String variable = "";
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i).startsWith("{") && !given.get(i).isEmpty()) {
        variable = given.get(i);
      } else if (!wanted.get(i).equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variable);
  }

  private static List<String> segments(String path) {
    return List.of(SLASH.split(path, -1));
  }
}
