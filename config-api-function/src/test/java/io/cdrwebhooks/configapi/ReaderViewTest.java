package io.cdrwebhooks.configapi;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Operation;
import io.cdrwebhooks.change.ChangeId;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.configapi.http.ReaderView;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that no operation shows a reader a value in the query of a URL.
class ReaderViewTest {
  private static final String URL =
      "https://receiver.example/cdr?user=hidden-one&hidden-two&k='hidden-three";

  private final TestApi api = filled();

  static Stream<Operation> reads() {
    return ApiDocument.ofThisTree().operations().stream()
        .filter(operation -> !operation.isForReceivers())
        .filter(
            operation -> operation.method().equals("GET") && !operation.id().equals("getHealth"));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void readerSeesNoValueOfAQuery(Operation operation) {
    ApiGatewayEvent request = DocumentedRequests.taken(operation).withHeader("if-match", "*");
    if (operation.id().equals("search")) {
      request = request.withQuery("q=Existing");
    }

    Answer reader = api.send(request.withScopes("webhooks/read"));

    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.text()).doesNotContain("hidden-");
  }

  /// Shows that the test above looks for values that answers contain.
  @Test
  void writerSeesTheValuesOfQueries() {
    String found = api.get("/search?q=Existing").text();
    String list = api.get("/webhook-configurations").text();
    String one = api.get("/webhook-configurations/" + DocumentedRequests.CONFIGURATION).text();
    String delivery = api.get("/deliveries/" + DocumentedRequests.DELIVERY).text();

    assertThat(List.of(found, list, one, delivery)).allMatch(text -> text.contains(URL));
    assertThat(delivery).contains("You sent hidden-two", "/login?back=hidden-four");
    assertThat(api.get("/changes").text()).contains("hidden-five");
  }

  @Test
  void readerAndWriterSeeTheSameApartFromHiddenValues() {
    String path = "/deliveries/" + DocumentedRequests.DELIVERY;
    Answer reader = api.send(TestApi.request("GET", path).withScopes("webhooks/read"));

    assertThat(reader.text())
        .isEqualTo(
            api.get(path)
                .text()
                .replaceAll("hidden-one|hidden-two|'hidden-three|hidden-four", "***"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.example/cdr?a=1&b=2,https://x.example/cdr?a=***&b=***",
    "https://x.example?secret,https://x.example?***",
    "https://x.example/?a=b=c;d=e#f,https://x.example/?a=***;d=***#***",
    "https://x.example/?&b=2,https://x.example/?&b=***",
    "https://x.example/?QUJDREVG=,https://x.example/?***",
    "https://x.example/?QUJDREU==,https://x.example/?***",
    "https://x.example/?a=QUJDREU==,https://x.example/?a=***",
    "'\"https://x.example/?a=1\", and /cdr?b=2 then',"
        + "'\"https://x.example/?a=***\", and /cdr?b=*** then'",
    "cdr?token=abc,cdr?token=***",
    "https://x.example/cdr,https://x.example/cdr",
    "What? A name & more,What? A name & more",
    "Is it so?,Is it so?"
  })
  void valuesOfQueriesAreHidden(String text, String shown) {
    assertThat(ReaderView.hide(text)).isEqualTo(shown);
  }

  /// A receiver chooses its answers. If the time grew with the square of the length, 64 KiB of
  /// slashes would take minutes.
  @Test
  void longTextWithoutAQueryIsUnchanged() {
    String slashes = "/".repeat(1 << 21);
    assertThat(ReaderView.hide(slashes)).isEqualTo(slashes);
  }

  @Test
  void textsOfReceiversAreHiddenIfThereAreManyValues() {
    String urls = IntStream.range(0, 501).mapToObj("/cdr?a=%05d"::formatted).collect(joining(" "));
    String body = "{\"url\":\"%s\",\"answer\":\"00007\"}".formatted(urls);
    assertThat(ReaderView.hideSecrets(new HttpResponse(200, Map.of(), body)).body())
        .doesNotContain("00007")
        .contains("\"answer\":\"***\"");
  }

  @Test
  void valueThatAReceiverRepeatsInCapitalsIsHidden() {
    String body = "{\"url\":\"https://x.example/cdr?key=s3cret$1\",\"answer\":\"no S3CRET$1\"}";
    assertThat(ReaderView.hideSecrets(new HttpResponse(200, Map.of(), body)).body())
        .contains("\"answer\":\"no ***\"");
  }

  @Test
  void answerWithoutABodyIsUnchanged() {
    assertThat(ReaderView.hideSecrets(HttpResponse.of(304))).isEqualTo(HttpResponse.of(304));
  }

  @Test
  void urlWithHiddenValuesCannotBeSaved() {
    String path = "/webhook-configurations/" + DocumentedRequests.CONFIGURATION;
    String seen =
        api.send(TestApi.request("GET", path).withScopes("webhooks/read"))
            .body()
            .path("url")
            .asText();

    Answer answer = api.put(path, "*", "{\"name\":\"Existing\",\"url\":\"" + seen + "\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("url");
    assertThat(api.stored(path).url().toString()).isEqualTo(URL);
  }

  /// A receiver that fails, answers with what it was sent, and redirects.
  private static TestApi filled() {
    TestApi api = DocumentedRequests.filled();
    ConfigurationId id = new ConfigurationId(DocumentedRequests.CONFIGURATION);
    String path = "/webhook-configurations/" + id;
    assertThat(api.put(path, "*", "{\"name\":\"Existing\",\"url\":\"" + URL + "\"}").status())
        .isEqualTo(200);
    Delivery delivery =
        api.deliveries.find(new DeliveryId(DocumentedRequests.DELIVERY)).orElseThrow();
    Claiming.Claimed claimed =
        (Claiming.Claimed) api.deliveries.claim(delivery, api.now, api.now.plusSeconds(60));
    api.deliveries.complete(
        claimed.claim(), attempt(api, delivery), NextState.failed("The receiver answered 302"));
    // As a version wrote it that kept values.
    api.changes.put(
        new ChangeRecord(
            ChangeId.of("old"),
            api.now,
            new ChangeRecord.Actor("", "", "", "", ""),
            "request",
            "REPLACE_CONFIGURATION",
            Optional.empty(),
            "{\"url\":\"https://receiver.example/?hidden-five\"}",
            "{}",
            OptionalInt.of(200)));
    return api;
  }

  private static Attempt attempt(TestApi api, Delivery delivery) {
    return new Attempt(
        new AttemptNumber(1, 1),
        api.now,
        Duration.ofMillis(250),
        AttemptTimings.NONE,
        Optional.of("198.51.100.7:443"),
        OptionalInt.of(302),
        AttemptOutcome.REJECTED,
        "The receiver answered 302",
        "You sent hidden-two",
        Optional.empty(),
        Optional.of(
            new SentRequest(
                new ReceiverUrl(URI.create(URL)),
                new WebhookPayload(
                    URI.create("https://api.example/cdr-download-files/(hidden)"),
                    api.now.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(1)),
                    delivery.report().fileName(),
                    delivery.sizeBytes(),
                    new Inspection(7, ""),
                    "Daily",
                    new TaskId(1),
                    Optional.empty()),
                1,
                List.of(),
                List.of("one"))),
        List.of(new AnswerHeader("Location", "/login?back=hidden-four")),
        Optional.empty());
  }
}
