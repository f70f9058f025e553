package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.node.TextNode;
import io.cdrwebhooks.aws.openapi.Place;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Makes JSON from the schemas of requests: mostly valid, nearly valid, or invalid in one of
/// several ways.
///
/// The secret of the tests appears only as a Signature, or in invalid places.
final class SchemaTexts {
  private static final String SECRET = json(TestApi.SIGNATURE);

  private static final Arbitrary<String> WRONG =
      Arbitraries.oneOf(
          Arbitraries.of(
              "null", "true", "0", "-1", "1.5", "1e999", "1e-400", "9".repeat(99), "9".repeat(101)),
          Arbitraries.of("[]", "{}", "[[]]", "[" + SECRET + "]", "{\"signature\":" + SECRET + "}"),
          Arbitraries.of(
              "\"\"", "\" \"", "\"\\ud800\"", "\"\\u0000\"", "\"\\u202e\"", "\"\ufeff\""),
          Arbitraries.of("\"2026-02-30T00:00:00Z\"", "\"9999-12-31T23:59:59-18:00\"", "\"today\""),
          Arbitraries.of("https://", "https://[::1]:99999/", "http://a.b", "ftp://x", "//", "\\")
              .map(SchemaTexts::json),
          Arbitraries.of(2, 31, 33, 3000).map(SchemaTexts::nested),
          Arbitraries.strings().ofMaxLength(300).map(SchemaTexts::json),
          Arbitraries.strings().all().ofMaxLength(20).map(SchemaTexts::json));

  private SchemaTexts() {}

  /// One in ten is wrong, half of these by a little.
  static Arbitrary<String> of(Place schema) {
    return Arbitraries.frequencyOf(
        Tuple.of(18, right(schema)), Tuple.of(1, nearlyRight(schema)), Tuple.of(1, WRONG));
  }

  /// A value just outside the bounds, or the valid value in another form.
  private static Arbitrary<String> nearlyRight(Place schema) {
    List<String> outside = new ArrayList<>();
    for (String bound : List.of("minimum", "maximum")) {
      BigInteger limit = schema.at(bound).node().bigIntegerValue();
      outside.add(limit.subtract(BigInteger.ONE).toString());
      outside.add(limit.add(BigInteger.ONE).toString());
    }
    int longest = schema.at("maxLength").node().asInt(0);
    int shortest = schema.at("minLength").node().asInt(1);
    outside.add(json("a".repeat(longest + 1)));
    outside.add(json("\ud83d\ude00".repeat(longest + 1)));
    outside.add(json("a".repeat(Math.max(0, shortest - 1))));
    return Arbitraries.oneOf(
        Arbitraries.of(outside),
        right(schema).map(text -> "[" + text + "]"),
        right(schema).map(text -> text.startsWith("\"") ? text.replace("\"", "") : json(text)),
        right(schema).map(text -> text.toUpperCase(Locale.ROOT)),
        right(schema).map(text -> text + ".0"));
  }

  /// The text of a whole body: of the schema, or broken.
  static Arbitrary<String> body(Place schema) {
    Arbitrary<String> right = right(schema);
    Arbitrary<String> cut =
        Combinators.combine(right, Arbitraries.integers().between(0, 80))
            .as((text, length) -> text.substring(0, Math.min(length, text.length())));
    return Arbitraries.frequencyOf(
        Tuple.of(16, right),
        Tuple.of(2, cut),
        Tuple.of(1, right.map(text -> text + text)),
        Tuple.of(1, right.map(text -> text + " ".repeat(17_000))),
        Tuple.of(1, WRONG),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(50)));
  }

  private static Arbitrary<String> right(Place schema) {
    Place type = schema.at("type");
    List<String> types =
        type.node().isArray()
            ? type.elements().stream().map(Place::text).toList()
            : List.of(type.text());
    return Arbitraries.of(types).flatMap(one -> right(schema, one));
  }

  private static Arbitrary<String> right(Place schema, String type) {
    return switch (type) {
      case "null" -> Arbitraries.just("null");
      case "boolean" -> Arbitraries.of("true", "false");
      case "integer" -> wholeNumbers(schema);
      case "string" -> texts(schema).map(SchemaTexts::json);
      case "object" -> objects(schema);
      case "array" ->
          of(schema.at("items")).list().ofMaxSize(2).map(all -> "[" + String.join(",", all) + "]");
      default -> throw new IllegalArgumentException("no request has such a value: " + type);
    };
  }

  private static Arbitrary<String> wholeNumbers(Place schema) {
    long least = schema.at("minimum").node().asLong(Long.MIN_VALUE);
    long most = schema.at("maximum").node().asLong(Long.MAX_VALUE);
    return Arbitraries.oneOf(
            Arbitraries.of(least, Math.min(least + 1, most), most),
            Arbitraries.longs().between(least, most))
        .map(String::valueOf);
  }

  /// Without quotes.
  static Arbitrary<String> texts(Place schema) {
    if (schema.at("enum").exists()) {
      return Arbitraries.of(schema.at("enum").elements().stream().map(Place::text).toList());
    }
    String pattern = schema.at("pattern").text();
    if (pattern.endsWith("/[0-9]{1,3}$")) {
      return Arbitraries.of("203.0.113.0/24", "2001:db8::/32", "203.0.113.7/24", "1/999");
    }
    if (pattern.startsWith("^cfg_")) {
      return Arbitraries.of(
          DocumentedRequests.CONFIGURATION, "cfg_ffffffffffffffffffffffffffffffff");
    }
    return switch (schema.at("format").text()) {
      case "date-time" ->
          Arbitraries.of(
              "2026-02-01T00:00:00Z",
              "2026-03-01T12:00:00.123456789+02:00",
              "2026-03-02t10:00:00z");
      case "uri" -> Arbitraries.of("https://receiver.example/cdr", "https://r.example:8443/a?b=c");
      case "password" ->
          Arbitraries.of(TestApi.SIGNATURE, TestApi.SIGNATURE + "\u00e9\ud83d\ude00");
      default ->
          Arbitraries.oneOf(
              Arbitraries.of("Existing", "Other", "*", "\"1\"", "\"1\", W/\"2\""),
              Arbitraries.strings()
                  .ofMinLength(schema.at("minLength").node().asInt(0))
                  .ofMaxLength(Math.min(schema.at("maxLength").node().asInt(40), 110)));
    };
  }

  private static Arbitrary<String> objects(Place schema) {
    List<Arbitrary<List<String>>> parts = new ArrayList<>();
    Set<String> required =
        schema.at("required").elements().stream().map(Place::text).collect(Collectors.toSet());
    for (String field : schema.at("properties").names()) {
      Arbitrary<String> value = of(schema.at("properties", field));
      int left = required.contains(field) ? 1 : 12;
      parts.add(
          Arbitraries.frequencyOf(
              Tuple.of(24, value.map(text -> List.of(json(field) + ":" + text))),
              Tuple.of(left, Arbitraries.just(List.<String>of()))));
    }
    parts.add(
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.just(List.<String>of())),
            Tuple.of(1, others()),
            Tuple.of(1, parts.isEmpty() ? others() : parts.getFirst())));
    return Combinators.combine(parts)
        .as(all -> all.stream().flatMap(List::stream).collect(Collectors.joining(",", "{", "}")));
  }

  /// Fields that no schema has.
  private static Arbitrary<List<String>> others() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.of("colour", "", "__proto__", "Signature", "id", "n".repeat(500)),
                Arbitraries.strings().ofMaxLength(20)),
            Arbitraries.oneOf(WRONG, Arbitraries.just(SECRET)))
        .as((name, value) -> json(name) + ":" + value)
        .list()
        .ofMaxSize(3);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String json(String text) {
    return new TextNode(text).toString();
  }
}
