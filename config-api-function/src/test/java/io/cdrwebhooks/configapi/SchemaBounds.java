package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cdrwebhooks.aws.openapi.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds the values around the bounds in the schema of a field or parameter: the last valid and the
/// first invalid ones.
record SchemaBounds(Place schema) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  List<JsonNode> inside() {
    List<JsonNode> values = new ArrayList<>();
    if (is("null")) {
      values.add(JSON.nullNode());
    }
    if (is("boolean")) {
      values.add(JSON.booleanNode(true));
      values.add(JSON.booleanNode(false));
    }
    number("minimum").ifPresent(least -> values.add(JSON.numberNode(least)));
    number("maximum").ifPresent(most -> values.add(JSON.numberNode(most)));
    number("maxLength").ifPresent(longest -> values.add(text(longest)));
    if (!format().equals("uri")) {
      number("minLength").ifPresent(shortest -> values.add(text(shortest)));
    }
    schema.at("enum").elements().forEach(allowed -> values.add(allowed.node()));
    return values;
  }

  List<JsonNode> outside() {
    List<JsonNode> values = new ArrayList<>(List.of(JSON.objectNode()));
    if (!is("array")) {
      values.add(JSON.arrayNode());
    }
    if (!is("null")) {
      values.add(JSON.nullNode());
    }
    if (is("string")) {
      values.add(JSON.numberNode(1));
      hidden().ifPresent(values::add);
    } else {
      values.add(JSON.textNode("1"));
      values.add(JSON.numberNode(1.5));
    }
    values.addAll(outsideAsText());
    return values;
  }

  /// Returns the invalid values that are also invalid as the text of a parameter.
  List<JsonNode> outsideAsText() {
    List<JsonNode> values = new ArrayList<>();
    number("minimum").ifPresent(least -> values.add(JSON.numberNode(least - 1)));
    number("maximum").ifPresent(most -> values.add(JSON.numberNode(most + 1)));
    number("maxLength").ifPresent(longest -> values.add(text(longest + 1)));
    number("minLength").ifPresent(shortest -> values.add(text(shortest - 1)));
    boolean anyText = number("maxLength").isPresent() || number("minLength").isPresent();
    if (!anyText) {
      values.add(JSON.textNode("nearly"));
    }
    return values;
  }

  /// Text with invisible characters, for schemas that forbid them.
  private Optional<JsonNode> hidden() {
    String start = format().equals("uri") ? "https://receiver.example/" : "Billing";
    Pattern allowed = Pattern.compile(schema.at("pattern").text());
    return allowed.matcher(start).find() && !allowed.matcher(start + "\u202e").find()
        ? Optional.of(JSON.textNode(start + "\u202e"))
        : Optional.empty();
  }

  private boolean is(String type) {
    Place types = schema.at("type");
    return types.text().equals(type)
        || types.elements().stream().anyMatch(one -> one.text().equals(type));
  }

  private String format() {
    return schema.at("format").text();
  }

  private Optional<Long> number(String keyword) {
    return Optional.of(schema.at(keyword))
        .filter(Place::exists)
        .map(place -> place.node().longValue());
  }

  /// Returns text with this many characters: different emoji, or a URL where the schema has one.
  private JsonNode text(long characters) {
    String start = "https://receiver.example/";
    boolean url = format().equals("uri") && characters > start.length();
    return JSON.textNode(
        url ? start + "a".repeat((int) characters - start.length()) : emoji((int) characters));
  }

  private static String emoji(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> Character.toString(0x1f600 + i % 64))
        .collect(Collectors.joining());
  }
}
