package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configapi.TestApi.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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

/// No request is answered as a fault, whatever it holds, and every refusal is a problem.
class AnyRequestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "cfg_00000000000000000000000000000001";
  private static final String DELIVERY = "dlv_00000000000000000000000000000002";
  private static final String JOB = "job_00000000000000000000000000000003";
  private static final String RECOVERY =
      "{\"configurationId\":\""
          + ID
          + "\",\"from\":\"2026-02-01T00:00:00Z\",\"to\":\"2026-03-01T00:00:00Z\"}";

  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void noRequestIsAnsweredAsFault(@ForAll("requests") Asked asked) {
    TestApi api = filled();

    checkAnswer(
        api.send(
            TestApi.request(asked.method(), asked.path(), asked.body())
                .withQuery(asked.query())
                .withHeader(asked.condition(), asked.tags())));
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void noBodyIsAnsweredAsFault(@ForAll("bodies") String body) {
    TestApi api = filled();

    checkAnswer(api.post("/webhook-configurations", body));
    checkAnswer(api.put("/webhook-configurations/" + ID, "*", body));
    checkAnswer(api.put("/cdr-tasks/1", "*", body));
    checkAnswer(api.post("/webhook-configurations/" + ID + "/signature", "*", body));
    checkAnswer(api.post("/webhook-configurations/" + ID + "/test", body));
    checkAnswer(api.post("/deliveries/" + DELIVERY + "/redeliver", body));
    checkAnswer(api.post("/recoveries", body));
    checkAnswer(api.get("/webhook-configurations"));
    checkAnswer(api.get("/cdr-tasks"));
  }

  private static TestApi filled() {
    TestApi api = new TestApi();
    api.configured("Existing");
    api.put("/cdr-tasks/1", "{\"taskName\":\"T\",\"webhookConfigurationId\":\"" + ID + "\"}");
    api.post("/webhook-configurations/" + ID + "/test");
    api.post("/recoveries", RECOVERY);
    return api;
  }

  private static void checkAnswer(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 499);
    if (answer.status() >= 400) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.body().path("status").asInt()).isEqualTo(answer.status());
    }
  }

  /// A request of which every part may be right, nearly right, or anything.
  record Asked(
      String method, String path, String query, String body, String condition, String tags) {}

  @Provide
  Arbitrary<Asked> requests() {
    Arbitrary<String> known =
        Arbitraries.of(
            "/webhook-configurations",
            "/webhook-configurations/" + ID,
            "/cdr-tasks",
            "/cdr-tasks/1",
            "/cdr-tasks/2",
            "/deliveries",
            "/webhook-configurations/" + ID + "/signature",
            "/webhook-configurations/" + ID + "/test",
            "/deliveries/" + DELIVERY,
            "/deliveries/" + DELIVERY + "/redeliver",
            "/deliveries/" + DELIVERY + "/links",
            "/recoveries",
            "/recoveries/" + JOB,
            "/statistics",
            "/statistics",
            "/platform");
    Arbitrary<String> anything =
        Combinators.combine(
                Arbitraries.of(
                    "/webhook-configurations/",
                    "/cdr-tasks/",
                    "/deliveries/",
                    "/recoveries/",
                    "/webhook-configurations/" + ID + "/",
                    "/deliveries/" + DELIVERY + "/",
                    ""),
                Arbitraries.strings().ofMaxLength(40))
            .as(String::concat);
    Arbitrary<String> path = Arbitraries.frequencyOf(Tuple.of(4, known), Tuple.of(1, anything));
    return Combinators.combine(
            Arbitraries.of("GET", "GET", "POST", "POST", "PUT", "PUT", "DELETE", "PATCH"),
            path,
            queries(),
            bodies(),
            Arbitraries.of("if-match", "if-none-match"),
            Arbitraries.oneOf(
                Arbitraries.of("*", "\"1\"", "\"2\"", "W/\"1\"", ""),
                Arbitraries.strings().ofMaxLength(20)))
        .as(Asked::new);
  }

  private static Arbitrary<String> queries() {
    Arbitrary<String> name =
        Arbitraries.of("limit", "cursor", "taskId", "from", "to", "configurationId", "x%");
    Arbitrary<String> value =
        Arbitraries.oneOf(
            Arbitraries.of("1", "100", "index-1", "%2", "%ff%fe", "+", ID),
            Arbitraries.of(
                "2026-02-28T10:00:00Z",
                "2026-03-01T10:00:00%2B01:00",
                "2025-12-01T00:00:00Z",
                "0000-01-01T00:00:00%2B18:00",
                "9999-12-31T23:59:59-18:00"),
            Arbitraries.strings().ofMaxLength(10));
    return Arbitraries.oneOf(
        Arbitraries.just(""),
        Arbitraries.of("taskId=1", "limit=1", "limit=2&cursor=index-1", "taskId=1&limit=7"),
        Combinators.combine(name, value)
            .as((n, v) -> n + "=" + v)
            .list()
            .ofMaxSize(3)
            .map(parts -> String.join("&", parts)));
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> object =
        Arbitraries.oneOf(
            configurations(), tasks(), rotations(), recoveries(), redeliveries(), anyFields());
    Arbitrary<String> cut =
        Combinators.combine(object, Arbitraries.integers().between(0, 60))
            .as((text, length) -> text.substring(0, Math.min(length, text.length())));
    return Arbitraries.frequencyOf(
        Tuple.of(8, object), Tuple.of(1, cut), Tuple.of(1, Arbitraries.strings().ofMaxLength(50)));
  }

  private static Arbitrary<String> configurations() {
    return Combinators.combine(
            field("name", json("Name")),
            field("url", json("https://receiver.example/cdr")),
            field("signature", json("a-Signature-of-nobody")),
            field("enabled", "false"))
        .as((name, url, signature, enabled) -> object(List.of(name, url, signature, enabled)));
  }

  private static Arbitrary<String> tasks() {
    return Combinators.combine(
            field("taskName", json("Name")),
            field("taskId", "1"),
            field("webhookConfigurationId", json(ID)))
        .as((name, id, configuration) -> object(List.of(name, id, configuration)));
  }

  private static Arbitrary<String> rotations() {
    return Combinators.combine(
            field("signature", json("a-Signature-of-nobody")),
            field("effectiveAt", json("2026-03-02T10:00:00Z")),
            field("overlapDays", "3"))
        .as((signature, at, days) -> object(List.of(signature, at, days)));
  }

  private static Arbitrary<String> recoveries() {
    return Combinators.combine(
            field("configurationId", json(ID)),
            field("from", json("2026-02-01T00:00:00+01:00")),
            field("to", json("2026-03-01T00:00:00.5Z")),
            field("dryRun", "true"))
        .as((id, from, to, dryRun) -> object(List.of(id, from, to, dryRun)));
  }

  private static Arbitrary<String> redeliveries() {
    return field("newId", "true").map(newId -> object(List.of(newId)));
  }

  /// Mostly right.
  private static Arbitrary<Map.Entry<String, String>> field(String name, String right) {
    return Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(right)), Tuple.of(1, values()))
        .map(value -> Map.entry(name, value));
  }

  private static Arbitrary<String> anyFields() {
    return Combinators.combine(Arbitraries.strings().ofMaxLength(5), values())
        .as(Map::entry)
        .list()
        .ofMaxSize(8)
        .map(AnyRequestTest::object);
  }

  /// JSON texts, from those that belong there to any.
  private static Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "null",
            "true",
            "0",
            "\"2026-02-30T00:00:00Z\"",
            "\"9999-12-31T23:59:59-18:00\"",
            "1",
            "-1",
            "1e999",
            "1e-400",
            "[[]]",
            "{\"a\":{}}",
            "\"\\ud800\""),
        Arbitraries.of(ID, "https://receiver.example", "https://[::1]:99999/", "//", "Existing")
            .map(AnyRequestTest::json),
        Arbitraries.strings().ofMaxLength(120).map(AnyRequestTest::json),
        Arbitraries.strings().ofMaxLength(30).map(rest -> json("https://" + rest)));
  }

  private static String object(List<Map.Entry<String, String>> fields) {
    return fields.stream()
        .map(field -> json(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String json(String text) {
    try {
      return JSON.writeValueAsString(text.replaceAll("\\p{Cs}", "?"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
