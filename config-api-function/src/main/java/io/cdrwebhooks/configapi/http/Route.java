package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.path.PublicPaths;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The operations of the API. Each is a method on a path after [#BASE], and has query parameters,
/// whose names are separated by blanks. `{...}` stands for one non-empty segment; a path has at
/// most one.
///
/// The function answers exactly these operations, and a gateway in front of it has a route for
/// each.
public enum Route {
  LIST_CONFIGURATIONS("GET", "/webhook-configurations", "q state cursor limit"),
  CREATE_CONFIGURATION("POST", "/webhook-configurations", ""),
  GET_CONFIGURATION("GET", "/webhook-configurations/{id}", ""),
  REPLACE_CONFIGURATION("PUT", "/webhook-configurations/{id}", ""),
  DELETE_CONFIGURATION("DELETE", "/webhook-configurations/{id}", ""),
  ROTATE_SIGNATURE("POST", "/webhook-configurations/{id}/signature", ""),
  CANCEL_ROTATION("DELETE", "/webhook-configurations/{id}/next-signature", ""),
  REVOKE_ALL_LINKS("DELETE", "/webhook-configurations/{id}/links", "issuedBefore"),
  TEST_CONFIGURATION("POST", "/webhook-configurations/{id}/test", ""),
  RETRY_NOW("POST", "/webhook-configurations/{id}/retry-now", ""),
  COUNT_WAITING("GET", "/webhook-configurations/{id}/waiting", ""),
  LIST_STATEMENTS("GET", "/webhook-configurations/{id}/statements", ""),
  GET_STATEMENT("GET", "/webhook-configurations/{id}/statement", "day part"),
  LIST_TASKS("GET", "/cdr-tasks", "q sort cursor limit"),
  GET_TASK("GET", "/cdr-tasks/{taskId}", ""),
  SAVE_TASK("PUT", "/cdr-tasks/{taskId}", ""),
  DELETE_TASK("DELETE", "/cdr-tasks/{taskId}", ""),
  GET_RHYTHM("GET", "/cdr-tasks/{taskId}/rhythm", ""),
  LIST_DELIVERIES("GET", "/deliveries", "taskId configurationId status test from to cursor limit"),
  GET_DELIVERY("GET", "/deliveries/{id}", ""),
  REDELIVER("POST", "/deliveries/{id}/redeliver", ""),
  REDELIVER_MANY("POST", "/redeliveries", ""),
  REVOKE_LINKS("DELETE", "/deliveries/{id}/links", ""),
  LIST_RECOVERIES("GET", "/recoveries", "configurationId"),
  START_RECOVERY("POST", "/recoveries", ""),
  GET_RECOVERY("GET", "/recoveries/{id}", ""),
  STOP_RECOVERY("POST", "/recoveries/{id}/stop", ""),
  GET_REVOCATION("GET", "/revocations/{id}", ""),
  LIST_CHANGES("GET", "/changes", "about subject from to cursor limit"),
  GET_ME("GET", "/me", ""),
  SEARCH("GET", "/search", "q"),
  GET_ATTENTION("GET", "/attention", ""),
  GET_STATISTICS("GET", "/statistics", "from to configurationId"),
  GET_PLATFORM("GET", "/platform", "");

  /// The base path of the API.
  public static final String BASE = PublicPaths.BASE;

  /// The path of the health check, after the base path. `GET` needs no token.
  public static final String HEALTH = "/health";

  private final String method;
  private final String template;
  private final String parameters;
  private final Pattern path;

  Route(String method, String template, String parameters) {
    this.method = method;
    this.template = template;
    this.parameters = parameters;
    this.path = Pattern.compile(BASE + template.replaceAll("\\{\\w+}", "([^/]+)"));
  }

  public String method() {
    return method;
  }

  /// Returns the path after the base path.
  public String template() {
    return template;
  }

  /// Returns the names of the query parameters that the operation knows.
  public Set<String> parameters() {
    return parameters.isEmpty() ? Set.of() : Set.of(parameters.split(" ", -1));
  }

  /// Returns whether the operation changes something. Reading and changing need different scopes.
  public boolean changes() {
    return !method.equals("GET");
  }

  /// Returns whether the operation reads one receiver's answers or one customer's reports, so that
  /// the log names the reader. Lists are excluded, because the console repeats them.
  public boolean showsOne() {
    return this == GET_DELIVERY || this == GET_STATEMENT;
  }

  /// Returns the operations on a path, whatever their methods; none if it does not begin with
  /// [#BASE].
  public static List<Route> at(String path) {
    return Stream.of(values()).filter(route -> route.path.matcher(path).matches()).toList();
  }

  /// Returns the variable segment of this operation's path; empty text if it has none.
  public String variable(String ofPath) {
    Matcher matcher = path.matcher(ofPath);
    return matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : "";
  }
}
