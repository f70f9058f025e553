package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.aws.awsevents.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One operation of the API: a method on a path, `{...}` standing for any one segment of it that is
/// not empty; there is at most one such.
public record Route(String method, String template, Set<String> parameters, Operation operation) {
  /// The base path of the API.
  public static final String BASE = "/bulk/cdr-mgr/v1";

  private static final Pattern SLASH = Pattern.compile("/");

  public Route {
    parameters = Set.copyOf(parameters);
  }

  /// Answers a request.
  public interface Operation {
    HttpResponse answer(ApiRequest request);
  }

  /// The variable segment of a path below the API's base, empty text if the route has none; empty
  /// if the path is another.
  public Optional<String> match(String path) {
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

  /// Whether it changes something: reading and changing are different scopes.
  public boolean changes() {
    return !method.equals("GET");
  }

  private static List<String> segments(String path) {
    return List.of(SLASH.split(path, -1));
  }
}
