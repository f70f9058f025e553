package io.cdrwebhooks.aws.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One operation of the document: a method on a path, `{...}` in its template standing for any one
/// segment that is not empty.
public record Operation(String template, String method, Place path) {
  private static final Pattern SLASH = Pattern.compile("/");

  public String id() {
    return place().at("operationId").text();
  }

  /// Returns true if receivers call the operation. Functions other than the API's own answer it.
  public boolean isForReceivers() {
    return template.startsWith("/cdr-download-files/") || template.equals("/receiver-requests");
  }

  public Place place() {
    return path.at(method.toLowerCase(Locale.ROOT));
  }

  /// The parameters; those of the path come first.
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    path.at("parameters").elements().forEach(place -> parameters.add(new Parameter(place)));
    place().at("parameters").elements().forEach(place -> parameters.add(new Parameter(place)));
    return parameters;
  }

  /// The parameters in the `path`, the `query` or a `header`.
  public List<Parameter> parameters(String in) {
    return parameters().stream().filter(parameter -> parameter.in().equals(in)).toList();
  }

  /// The schema of the JSON that it takes, if it takes any.
  public Optional<Place> bodySchema() {
    return Optional.of(place().at("requestBody").at("content").at("application/json", "schema"))
        .filter(Place::exists);
  }

  public boolean bodyRequired() {
    return place().at("requestBody", "required").node().asBoolean();
  }

  public List<Integer> statuses() {
    return place().at("responses").names().stream().map(Integer::valueOf).toList();
  }

  /// The scope that it needs; empty if it is open.
  public Optional<String> scope() {
    return place().at("security").elements().stream()
        .flatMap(scheme -> scheme.at("jwt").elements().stream())
        .map(Place::text)
        .findFirst();
  }

  Place answer(int status) {
    return place().at("responses", Integer.toString(status));
  }

  boolean matches(String asked) {
    return asked.startsWith(ApiDocument.BASE) && variables(asked).isPresent();
  }

  /// The segments of a path that stand for the template's variables, by their names; empty if it is
  /// another path.
  Optional<Map<String, String>> variables(String asked) {
    String[] wanted = SLASH.split(ApiDocument.BASE + template, -1);
    String[] given = SLASH.split(asked, -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
        variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  @Override
  public String toString() {
    return method + " " + template;
  }

  /// A parameter of a request.
  public record Parameter(Place place) {
    public String name() {
      return place.at("name").text();
    }

    public String in() {
      return place.at("in").text();
    }

    public boolean required() {
      return place.at("required").node().asBoolean();
    }

    public Place schema() {
      return place.at("schema");
    }
  }
}
