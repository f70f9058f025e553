package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigApiHandlerTest {
  private static final String CONFIGURATION =
      "/webhook-configurations/cfg_00000000000000000000000000000001";
  private static final String DELIVERY = "/deliveries/dlv_00000000000000000000000000000001";

  private final TestApi api = new TestApi();

  @Test
  void healthNeedsNoTokenAndIgnoresItsQuery() {
    Answer answer =
        api.send(ApiGatewayEvent.of("GET", TestApi.BASE + "/health").withQuery("x=1&x=2&%zz"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"status\":\"UP\"}");
  }

  /// The event that keeps the deployed version awake.
  @Test
  void canaryIsAnsweredLikeAHealthRequest() throws IOException {
    byte[] canary =
        Files.readAllBytes(Path.of("..", "build-support", "canaries", "configuration-api.json"));

    assertThat(api.send(canary).status()).isEqualTo(200);
  }

  @Test
  void healthCanOnlyBeRead() {
    Answer answer = api.send(ApiGatewayEvent.of("POST", TestApi.BASE + "/health"));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET");
  }

  @Test
  void platformShowsEgressAddressesAndTheLinkUrl() {
    assertThat(api.get("/platform").text())
        .isEqualTo(
            "{\"egressIps\":[\"203.0.113.1\",\"203.0.113.2\"],"
                + "\"callbackBaseUrl\":\"https://cdr.example.com\",\"sampleExport\":false}");
    api.use(
        new Deployment(
            List.of(), URI.create("http://127.0.0.1:8080"), true, Deployment.Scopes.STANDARD));
    assertThat(api.get("/platform").text())
        .isEqualTo(
            "{\"egressIps\":[],\"callbackBaseUrl\":\"http://127.0.0.1:8080\","
                + "\"sampleExport\":true}");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=101,limit",
    "limit=99999999999,limit",
    "limit=%31%zz,limit",
    "cursor=nonsense,cursor",
    "limit=1&limit=2,limit",
    "page=2,page",
    "Limit=2,Limit"
  })
  void invalidQueryAnswers400WithTheParameter(String query, String parameter) {
    for (String path : List.of("/webhook-configurations", "/cdr-tasks")) {
      Answer answer = api.get(path + "?" + query);

      assertThat(answer.status()).as(path).isEqualTo(400);
      assertThat(answer.fieldsAtFault()).containsExactly(parameter);
    }
    assertThat(api.get("/deliveries?taskId=1&" + query).status()).isEqualTo(400);
  }

  @Test
  void queryIsDecoded() {
    api.storeTask(1, Optional.empty());
    api.storeTask(2, Optional.empty());

    String cursor = api.get("/cdr-tasks?limit=1").body().path("nextCursor").asText();

    Answer answer = api.get("/cdr-tasks?%6cimit=%31&cursor=" + percentEncoded(cursor));

    assertThat(answer.body().path("items").findValuesAsText("taskId")).containsExactly("2");
  }

  @Test
  void emptyPartsOfTheQueryAreIgnored() {
    assertThat(api.get("/cdr-tasks?&limit=5&").status()).isEqualTo(200);
  }

  @Test
  void faultAnswers500WithoutDetailsAndIsLoggedOnce() {
    TestApi broken = TestApi.with(new BrokenVault());

    Answer answer = broken.post("/webhook-configurations", TestApi.creation("A"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text()).isEqualTo("{\"title\":\"Internal Server Error\",\"status\":500}");
    assertThat(broken.log)
        .singleElement()
        .asString()
        .contains("\"event\":\"request.failed\"", "\"requestId\":\"request-1-", "key unreachable");
  }

  @Test
  void unreadableEventAnswers500AndItsTextIsNotLogged() {
    Answer answer = api.send(("{\"body\":" + TestApi.SIGNATURE).getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(api.log)
        .singleElement()
        .asString()
        .contains("event.unreadable")
        .doesNotContain(TestApi.SIGNATURE);
  }

  @Test
  void changeIsLoggedWithCallerOperationAndStatus() throws IOException {
    api.send(fixture("create-configuration.json"));

    assertThat(api.log).hasSize(1);
    assertThat(api.log.getFirst())
        .contains(
            "\"event\":\"change.answered\"",
            "\"requestId\":\"T2kXoiYGFiAEJNw=\"",
            "\"subject\":\"5ph8ha3k2qf1p6r1m0c3mtj2ag\"",
            "\"clientId\":\"5ph8ha3k2qf1p6r1m0c3mtj2ag\"",
            "\"address\":\"203.0.113.24\"",
            "\"operation\":\"POST /webhook-configurations\"",
            "\"id\":\"cfg_00000000000000000000000000000001\"",
            "\"status\":\"201\"");
  }

  @Test
  void readingADeliveryIsLoggedWithItsIdAndWithoutAQuery() {
    api.send(
        TestApi.request("GET", "/deliveries/dlv_00000000000000000000000000000007")
            .withQuery("secret=1")
            .withClaims(Map.of("sub", "operator-1", "client_id", "console")));
    api.get("/deliveries");

    assertThat(api.log).hasSize(1);
    assertThat(api.log.getFirst())
        .contains(
            "\"event\":\"read.answered\"",
            "\"subject\":\"operator-1\"",
            "\"address\":\"203.0.113.7\"",
            "\"operation\":\"GET /deliveries/{id}\"",
            "\"id\":\"dlv_00000000000000000000000000000007\"")
        .doesNotContain("secret");
  }

  @Test
  void refusedChangeIsLoggedButReadingATaskIsNot() {
    api.get("/cdr-tasks/7");
    api.delete("/cdr-tasks/7");
    api.send(
        ApiGatewayEvent.of("DELETE", TestApi.BASE + "/cdr-tasks/" + "a-b-c".repeat(20))
            .withScopes("webhooks/read"));

    assertThat(api.log).hasSize(2);
    assertThat(api.log.getFirst()).contains("\"id\":\"7\"", "\"status\":\"404\"");
    assertThat(api.log.getLast()).contains("\"id\":\"\"", "\"status\":\"403\"");
  }

  @Test
  void capturedGatewayEventsAreAnswered() throws IOException {
    Answer created = api.send(fixture("create-configuration.json"));
    Answer saved = api.send(fixture("save-task-base64.json"));
    Answer listed = api.send(fixture("list-deliveries.json"));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.body().path("name").asText()).isEqualTo("Abrechnung S\u00fcd");
    assertThat(saved.status()).as(saved.text()).isEqualTo(201);
    assertThat(saved.text())
        .isEqualTo(
            "{\"taskId\":42,\"taskName\":\"Calls \u00fc\",\"webhookConfigurationId\":"
                + "\"cfg_00000000000000000000000000000001\","
                + "\"numbersReports\":false,\"expectedEvery\":null,\"graceMinutes\":null,"
                + "\"webhookSince\":\"2026-03-01T10:00:00.000Z\"}");
    assertThat(listed.status()).as(listed.text()).isEqualTo(200);
    assertThat(listed.text()).isEqualTo("{\"items\":[],\"nextCursor\":null}");
  }

  private static String percentEncoded(String text) {
    return text.chars().mapToObj("%%%02x"::formatted).collect(Collectors.joining());
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream event = ConfigApiHandlerTest.class.getResourceAsStream("/events/" + name)) {
      return event.readAllBytes();
    }
  }

  private static final class BrokenVault implements SignatureVault {
    @Override
    public SealedSignature seal(SignatureKey key, ConfigurationId configuration, Purpose purpose) {
      throw new IllegalStateException("key unreachable");
    }

    @Override
    public SignatureKey open(
        SealedSignature signature, ConfigurationId configuration, Purpose purpose) {
      throw new IllegalStateException("key unreachable");
    }
  }
}
