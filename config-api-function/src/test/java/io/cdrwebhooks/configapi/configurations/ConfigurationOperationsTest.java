package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.terms.SendLimits;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationOperationsTest {
  private static final String PATH = "/webhook-configurations";
  private static final String ABSENT = PATH + "/cfg_ffffffffffffffffffffffffffffffff";

  private static final String LIMITS = "\"maxInFlight\":1,\"maxPerSecond\":7,\"payloadVersion\":2,";

  private final TestApi api = new TestApi();

  @Test
  void createAnswersFieldsInDesignOrderWithoutTheSignature() {
    Answer answer =
        api.post(
            PATH,
            """
            {"name": " Billing ", "url": "https://receiver.example/cdr?x=1", "enabled": false,
             "signature": "%s"}\
            """
                .formatted(TestApi.SIGNATURE));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\"cfg_00000000000000000000000000000001\",\"name\":\"Billing\","
                + "\"url\":\"https://receiver.example/cdr?x=1\",\"enabled\":false,"
                + "\"maxInFlight\":10,\"maxPerSecond\":null,\"payloadVersion\":1,"
                + "\"downloadProtection\":\"none\",\"receiverRequests\":{\"enabled\":false,\"allowedNetworks\":[]},\"receiverNotices\":false,"
                + "\"requestHeaders\":[],\"clientCertificate\":null,"
                + "\"disabledReason\":\"\",\"failingSince\":null,\"signatureHint\":\"sts\","
                + "\"nextSignature\":null,\"overlapUntil\":null,"
                + "\"createdAt\":\"2026-03-01T10:00:00.000Z\","
                + "\"updatedAt\":\"2026-03-01T10:00:00.000Z\","
                + "\"health\":{\"successRate\":null,\"attempts\":0,"
                + "\"since\":\"2026-02-28T00:00:00.000Z\","
                + "\"lastFailureAt\":null,\"lastFailureReason\":null},"
                + "\"lane\":{\"state\":\"SENDING\",\"failingSince\":null,\"nextProbeAt\":null}}");
    assertThat(answer.header("Location"))
        .isEqualTo(TestApi.BASE + PATH + "/cfg_00000000000000000000000000000001");
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    Answer read = api.get(PATH + "/cfg_00000000000000000000000000000001");
    assertThat(read.text()).isEqualTo(answer.text());
    assertThat(read.header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void signatureIsStoredAsItWasSent() {
    WebhookConfiguration stored = api.stored(api.configured("A"));

    assertThat(Base64.getDecoder().decode(signature(stored).ciphertext()))
        .isEqualTo(new SignatureKey(TestApi.SIGNATURE).bytes());
  }

  @Test
  void storedTimesAreWholeMilliseconds() {
    assertThat(api.stored(api.configured("A")).createdAt().getNano() % 1_000_000).isZero();
  }

  @Test
  void configurationIsEnabledByDefault() {
    assertThat(api.get(api.configured("A")).body().path("enabled").asBoolean()).isTrue();
  }

  @Test
  void limitsAndPayloadVersionAreStoredAndShown() {
    Answer created = api.post(PATH, TestApi.creation("A").replace("{", "{" + LIMITS));

    assertThat(created.text()).contains(LIMITS);
    assertThat(api.get(PATH).text()).contains(LIMITS);
    ReceiverTerms terms = api.stored(PATH + "/" + created.body().path("id").asText()).terms();
    assertThat(terms.limits()).isEqualTo(new SendLimits(1, OptionalInt.of(7)));
    assertThat(terms.payloadVersion()).isEqualTo(PayloadVersion.TWO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"maxInFlight\":null,\"maxPerSecond\":null,"})
  void omittedLimitsHaveDefaults(String given) {
    Answer created = api.post(PATH, TestApi.creation("A").replace("{", "{" + LIMITS));
    String path = PATH + "/" + created.body().path("id").asText();

    assertThat(api.put(path, "*", TestApi.replacement("A").replace("{", "{" + given)).status())
        .isEqualTo(200);

    assertThat(api.stored(path).terms()).isEqualTo(ReceiverTerms.STANDARD);
    assertThat(api.stored(api.configured("B")).terms()).isEqualTo(ReceiverTerms.STANDARD);
  }

  @Test
  void choiceOfReceiverNoticesLastsUntilItIsReplaced() {
    String path = api.configured("A");
    assertThat(api.stored(path).terms().receiverNotices()).as("by default").isFalse();
    for (String choice : List.of("true", "", "false", "")) {
      String field = choice.isEmpty() ? "" : "\"receiverNotices\":" + choice + ",";
      boolean before = api.stored(path).terms().receiverNotices();

      Answer replaced = api.put(path, "*", "{" + field + TestApi.replacement("A").substring(1));

      assertThat(replaced.body().path("receiverNotices").asBoolean())
          .isEqualTo(choice.isEmpty() ? before : Boolean.parseBoolean(choice))
          .isEqualTo(api.stored(path).terms().receiverNotices());
    }
  }

  @Test
  void listIsPagedByCursorUntilItIsNull() {
    List.of("A", "B", "C").forEach(api::configured);

    Answer first = api.get(PATH + "?limit=2");
    Answer second = api.get(PATH + "?limit=2&cursor=" + first.body().path("nextCursor").asText());

    assertThat(first.body().path("items").findValuesAsText("name")).containsExactly("A", "B");
    assertThat(first.body().path("items").get(0).has("signature")).isFalse();
    assertThat(second.body().path("items").findValuesAsText("name")).containsExactly("C");
    assertThat(second.text()).endsWith(",\"nextCursor\":null}");
  }

  @Test
  void pageHasFiftyItemsByDefault() {
    for (int i = 0; i < 51; i++) {
      api.configured("Name " + i);
    }

    assertThat(api.get(PATH).body().path("items")).hasSize(50);
    assertThat(api.get(PATH + "?limit=100").body().path("items")).hasSize(51);
  }

  @Test
  void replacingKeepsSignatureAndCreation() {
    String path = api.configured("A");
    WebhookConfiguration before = api.stored(path);
    api.now = api.now.plus(Duration.ofHours(1));

    Answer answer =
        api.put(path, "\"1\"", "{\"name\":\"B\",\"url\":\"https://b.example\",\"enabled\":false}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    assertThat(answer.text())
        .contains("\"name\":\"B\",\"url\":\"https://b.example\",\"enabled\":false")
        .contains("\"createdAt\":\"2026-03-01T10:00:00.000Z\"")
        .contains("\"updatedAt\":\"2026-03-01T11:00:00.000Z\"");
    assertThat(api.get(path).text()).isEqualTo(answer.text());
    assertThat(api.stored(path).signatures()).isEqualTo(before.signatures());
    assertThat(answer.body().path("signatureHint").asText()).isEqualTo("sts");
  }

  @Test
  void replacingWithSignatureIsRefusedWithHint() {
    String path = api.configured("A");

    Answer answer = api.put(path, "\"1\"", TestApi.creation("A"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("signature");
    assertThat(answer.detailOf("signature")).contains("rotate it");
  }

  static Set<String> readOnlyFields() {
    return FieldNames.HINTS.keySet();
  }

  @ParameterizedTest
  @MethodSource("readOnlyFields")
  void readOnlyFieldsCannotBeSet(String field) {
    Answer answer =
        api.put(
            api.configured("A"),
            "\"1\"",
            "{\"name\":\"A\",\"url\":\"https://a.example\",\"" + field + "\":\"x\"}");

    Answer created =
        api.post(PATH, TestApi.creation("B").replace("{", "{\"" + field + "\":\"x\","));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.detailOf(field)).contains("leave it out");
    assertThat(created.status()).isEqualTo(422);
    assertThat(created.detailOf(field)).contains("leave it out");
  }

  @Test
  void takenNameAnswers409IgnoringCase() {
    String path = api.configured("Straße");
    api.configured("B");

    Answer created = api.post(PATH, TestApi.creation("STRAßE"));
    Answer replaced = api.put(path, "\"1\"", TestApi.replacement("b"));

    assertThat(List.of(created.status(), replaced.status())).containsOnly(409);
    assertThat(created.fieldsAtFault()).containsExactly("name");
    assertThat(created.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(api.put(path, "\"1\"", TestApi.replacement("STRAßE")).status()).isEqualTo(200);
  }

  @Test
  void deletedConfigurationIsGone() {
    String path = api.configured("A");

    Answer answer = api.delete(path);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.text()).isEmpty();
    assertThat(api.get(path).status()).isEqualTo(404);
    assertThat(api.delete(path).status()).isEqualTo(404);
  }

  @Test
  void deletingAConfigurationInUseAnswers409WithItsTasks() {
    String path = api.configured("A");
    api.storeTask(12, Optional.of(path));
    api.storeTask(3, Optional.of(path));
    api.storeTask(4, Optional.empty());

    Answer answer = api.delete(path);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("detail").asText()).contains("3, 12").doesNotContain("4");
    assertThat(answer.body().path("tasks").toString()).isEqualTo("[3,12]");
    assertThat(answer.body().path("status").asInt()).isEqualTo(409);
    assertThat(api.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ABSENT,
        PATH + "/cfg_00000000000000000000000000000001x",
        PATH + "/CFG_00000000000000000000000000000001",
        PATH + "/1",
        PATH + "/",
        PATH + "/%2e%2e"
      })
  void unknownIdsAnswer404ForEachMethod(String path) {
    assertThat(api.get(path).status()).isEqualTo(404);
    assertThat(api.put(path, "*", TestApi.replacement("B")).status()).isEqualTo(404);
    assertThat(api.delete(path).status()).isEqualTo(404);
  }

  @Test
  void urlWithARefusedAddressIsRefused() {
    api.use(
        new ReceiverCheck(ReceiverRules.PRODUCTION, ConfigurationOperationsTest::refusal, false));

    Answer refused = api.post(PATH, TestApi.creation("A").replace("receiver.", "inside."));
    Answer rule = api.post(PATH, TestApi.creation("A").replace("https:", "http:"));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.detailOf("url")).isEqualTo("leads inside");
    assertThat(rule.detailOf("url")).isEqualTo("must be https");
    assertThat(api.post(PATH, TestApi.creation("A")).status()).isEqualTo(201);
  }

  @Test
  void storedPrivateUrlCanBeDisabledButNotChanged() {
    String path =
        PATH
            + "/"
            + api.post(PATH, TestApi.creation("A").replace("receiver.", "inside."))
                .body()
                .path("id")
                .asText();
    api.use(
        new ReceiverCheck(ReceiverRules.PRODUCTION, ConfigurationOperationsTest::refusal, false));
    String same = "{\"name\":\"A\",\"url\":\"https://inside.example/cdr\",\"enabled\":false}";

    assertThat(api.put(path, "*", same).status()).isEqualTo(200);
    assertThat(api.put(path, "*", same.replace("/cdr", "/x")).fieldsAtFault())
        .containsExactly("url");
  }

  private static Optional<String> refusal(ReceiverUrl url) {
    return url.host().startsWith("inside") ? Optional.of("leads inside") : Optional.empty();
  }

  private static SealedSignature signature(WebhookConfiguration configuration) {
    return configuration.signatures().periods().getFirst().signature();
  }
}
