package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Operation;
import io.cdrwebhooks.aws.openapi.Operation.Parameter;
import io.cdrwebhooks.aws.openapi.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/// Tests that no request to a documented operation causes a fault. [TestApi] checks that each
/// answer matches the document and shows no secret.
class DocumentedSurfaceTest {
  private static final List<Operation> OPERATIONS =
      ApiDocument.ofThisTree().operations().stream()
          .filter(operation -> !operation.isForReceivers())
          .toList();

  /// The shares count all requests, since one operation gets too few to rule out chance.
  /// [EveryDocumentedAnswerTest] shows that each operation accepts its valid request.
  @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void documentedRequestsDoNotCauseAFault(@ForAll("requests") Asked asked) {
    Answer answer = DocumentedRequests.filled().send(asked.event());

    assertThat(answer.status()).as(asked + " " + answer.text()).isBetween(200, 499);
    Statistics.label("taken").collect(answer.status() < 400);
    Statistics.label("taken")
        .coverage(
            taken -> {
              taken.check(true).percentage(share -> share > 20);
              taken.check(false).percentage(share -> share > 20);
            });
  }

  /// A request, and the operation that it was made for.
  record Asked(String operation, ApiGatewayEvent event) {}

  @Provide
  Arbitrary<Asked> requests() {
    // Created once, because jqwik reuses what it has computed.
    return Arbitraries.oneOf(OPERATIONS.stream().map(DocumentedSurfaceTest::requests).toList());
  }

  private static Arbitrary<Asked> requests(Operation operation) {
    ApiGatewayEvent taken = DocumentedRequests.taken(operation);
    return Combinators.combine(
            mostly(operation.method(), Arbitraries.of("PATCH", "HEAD", "TRACE", "get", "POST", "")),
            paths(operation, taken.path()),
            queries(operation),
            headers(operation),
            bodies(operation),
            scopes())
        .as(ApiGatewayEvent::new)
        .map(event -> new Asked(operation.id(), event));
  }

  private static Arbitrary<String> paths(Operation operation, String right) {
    Arbitrary<String> segment =
        Arbitraries.oneOf(
            Arbitraries.of("", ".", "..", "0", "01", "1e3", "9007199254740991", "9".repeat(400)),
            Arbitraries.of("%00", "%2F", "%zz", "\ud83d\ude00", "\ud800", "cfg_", "null"),
            Arbitraries.of("cfg_", "dlv_", "job_").map(kind -> kind + "f".repeat(32)),
            Arbitraries.strings().ofMaxLength(30));
    Arbitrary<String> other = segment.map(id -> DocumentedRequests.path(operation, quoted(id)));
    Arbitrary<String> longer = segment.map(more -> right + "/" + more);
    return Arbitraries.frequencyOf(
        Tuple.of(16, Arbitraries.just(right)), Tuple.of(2, other), Tuple.of(1, longer));
  }

  private static Arbitrary<String> queries(Operation operation) {
    List<Arbitrary<List<String>>> parts = new ArrayList<>();
    for (Parameter parameter : operation.parameters("query")) {
      Arbitrary<List<String>> one =
          values(parameter.schema()).map(value -> List.of(parameter.name() + "=" + encoded(value)));
      parts.add(
          Arbitraries.frequencyOf(
              Tuple.of(4, Arbitraries.just(List.<String>of())), Tuple.of(2, one)));
    }
    Arbitrary<List<String>> wrong =
        Arbitraries.oneOf(
                Arbitraries.of("colour=red", "%zz=%", "limit=1&limit=1", "=", "&&", "cursor=%ff"),
                Arbitraries.strings().ofMaxLength(20))
            .map(List::of);
    parts.add(
        Arbitraries.frequencyOf(
            Tuple.of(15, Arbitraries.just(List.<String>of())), Tuple.of(1, wrong)));
    return Combinators.combine(parts)
        .as(all -> all.stream().flatMap(List::stream).collect(Collectors.joining("&")));
  }

  private static Arbitrary<Map<String, String>> headers(Operation operation) {
    Arbitrary<String> type =
        mostly(
            "application/json",
            Arbitraries.oneOf(
                Arbitraries.of("application/json; charset=utf-8", "APPLICATION/JSON", "text/plain"),
                Arbitraries.of("application/json; charset=latin1", "application/problem+json", ""),
                Arbitraries.strings().ofMaxLength(300)));
    List<Arbitrary<Map<String, String>>> all = new ArrayList<>();
    all.add(type.map(text -> Map.of("content-type", text)));
    for (Parameter header : operation.parameters("header")) {
      boolean match = header.name().equals("If-Match");
      Arbitrary<Map<String, String>> right =
          Arbitraries.just(match ? Map.of("if-match", "\"1\"") : Map.of());
      Arbitrary<Map<String, String>> any =
          Arbitraries.oneOf(values(header.schema()), Arbitraries.of("\"9\"", ",", "W/\"1\""))
              .map(text -> Map.of(header.name(), text));
      all.add(
          Arbitraries.frequencyOf(
              Tuple.of(6, right), Tuple.of(1, any), Tuple.of(1, Arbitraries.just(Map.of()))));
    }
    return Combinators.combine(all)
        .as(
            maps ->
                maps.stream()
                    .flatMap(map -> map.entrySet().stream())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static Arbitrary<String> bodies(Operation operation) {
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(50);
    Arbitrary<String> right = Arbitraries.just(DocumentedRequests.body(operation));
    return operation
        .bodySchema()
        .map(schema -> Arbitraries.oneOf(right, SchemaTexts.body(schema)))
        .orElseGet(() -> mostly("", any));
  }

  private static Arbitrary<List<String>> scopes() {
    return Arbitraries.frequencyOf(
        Tuple.of(16, Arbitraries.just(List.of("webhooks/read", "webhooks/write"))),
        Tuple.of(1, Arbitraries.just(List.<String>of())),
        Tuple.of(1, Arbitraries.of("webhooks/read", "webhooks/write", "other").list().ofSize(1)));
  }

  /// Returns a value of a parameter: valid by its schema, or any text.
  private static Arbitrary<String> values(Place schema) {
    Arbitrary<String> right =
        schema.at("type").text().equals("integer")
            ? SchemaTexts.of(schema)
            : SchemaTexts.texts(schema);
    return Arbitraries.frequencyOf(
        Tuple.of(6, right), Tuple.of(1, Arbitraries.strings().ofMaxLength(30)));
  }

  private static Arbitrary<String> mostly(String right, Arbitrary<String> other) {
    return Arbitraries.frequencyOf(Tuple.of(16, Arbitraries.just(right)), Tuple.of(1, other));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// For a replacement in a template.
  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
