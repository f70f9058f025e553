package io.cdrwebhooks.aws.http;

import io.cdrwebhooks.aws.http.Problem.FieldError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The decoded query parameters of a request. The operation knows each of them, and none is
/// repeated.
public record QueryParameters(Map<String, String> values) {
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 100;

  private static final Pattern AMPERSAND = Pattern.compile("&");
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
  private static final int MAX_NAME_SHOWN = 100;

  public QueryParameters {
    values = Map.copyOf(values);
  }

  /// The part of a list that a caller requests. `cursor` is empty for the first page.
  public record Window(Optional<String> cursor, int limit) {}

  /// Reads a raw query, which is empty text if there is none. `known` names the allowed parameters.
  /// Answers 400 naming each parameter that is unknown or repeated.
  public static Step<QueryParameters> read(String query, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    List<FieldError> errors = new ArrayList<>();
    for (String part : AMPERSAND.split(query, -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals));
      String value = decode(equals < 0 ? "" : part.substring(equals + 1));
      if (!known.contains(name)) {
        errors.add(new FieldError(shown(name), "is not a parameter of this operation"));
      } else if (values.putIfAbsent(name, value) != null) {
        errors.add(new FieldError(name, "is given more than once"));
      }
    }
    return errors.isEmpty() ? new Step.Continue<>(new QueryParameters(values)) : refused(errors);
  }

  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Returns the result of `parse`, or empty if the parameter is absent or breaks the rule. A
  /// broken rule becomes one more error.
  public <T> Optional<T> value(
      String name, Function<String, Optional<T>> parse, String rule, List<FieldError> errors) {
    Optional<T> value = value(name).flatMap(parse);
    if (value.isEmpty() && values.containsKey(name)) {
      errors.add(new FieldError(name, rule));
    }
    return value;
  }

  /// Reads `cursor` and `limit`. It does not check the cursor: only the list can recognise its
  /// cursors.
  Step<Window> window() {
    OptionalInt limit =
        value("limit").map(QueryParameters::limit).orElse(OptionalInt.of(DEFAULT_LIMIT));
    return limit.isPresent()
        ? new Step.Continue<>(new Window(value("cursor"), limit.getAsInt()))
        : refused(List.of(new FieldError("limit", "must be a number from 1 to " + MAX_LIMIT)));
  }

  public static <T> Step<T> refused(List<FieldError> errors) {
    return Step.refused(new Problem(400, "The query has invalid parameters.", errors));
  }

  private static OptionalInt limit(String text) {
    if (!LIMIT.matcher(text).matches() || Integer.parseInt(text) > MAX_LIMIT) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  /// Decodes percent-encoding. Invalid encoding stays unchanged, and then matches no known
  /// parameter or value.
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private static String shown(String name) {
    return name.length() <= MAX_NAME_SHOWN ? name : name.substring(0, MAX_NAME_SHOWN);
  }
}
