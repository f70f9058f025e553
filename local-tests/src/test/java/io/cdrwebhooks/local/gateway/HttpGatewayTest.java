package io.cdrwebhooks.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.TestTokens;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGatewayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/bulk/cdr-mgr/v1";
  private static final TestTokens TOKENS = new TestTokens();
  private static final String TOKEN = TOKENS.valid();
  private static final String ANSWER =
      "{\"statusCode\":200,\"headers\":{\"X-From\":\"%s\",\"Content-Type\":\"text/plain\"},\"body\":\"gr\u00fc\u00df\",\"isBase64Encoded\":false}";

  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server = HttpGateway.bind(0);
  private volatile String configApiAnswer = ANSWER.formatted("config-api");
  @AutoClose private HttpGateway gateway;

  @BeforeEach
  void start() {
    LocalFunction configApi =
        function("config-api", () -> configApiAnswer.getBytes(StandardCharsets.UTF_8));
    LocalFunction downloadLink =
        function(
            "download-link",
            () -> ANSWER.formatted("download-link").getBytes(StandardCharsets.UTF_8));
    gateway =
        new HttpGateway(
            server,
            new GatewayRoutes(configApi, downloadLink, configApi),
            new TokenGuard(TOKENS.authorizer()),
            Map.of(),
            new EventLog(InstantSource.system(), log::add));
  }

  @ParameterizedTest
  @CsvSource({"/health, config-api", "/cdr-download-files/abc, download-link"})
  void openRouteNeedsNoToken(String path, String function) throws Exception {
    HttpResponse<String> response = send(request(path));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-From")).hasValue(function);
    assertThat(events.getFirst().path("requestContext").has("authorizer")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /webhook-configurations/cfg_1/signature",
    "POST, /webhook-configurations/cfg_1/test",
    "POST, /deliveries/dlv_1/redeliver",
    "DELETE, /deliveries/dlv_1/links",
    "POST, /recoveries",
    "GET, /recoveries/job_1",
    "GET, /changes",
    "GET, /me",
    "GET, /statistics",
    "GET, /platform"
  })
  void configurationApiAnswersOperationsOnOneResource(String method, String path) throws Exception {
    HttpResponse<String> response = send(authorised(path).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-From")).hasValue("config-api");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /unknown",
    "GET, /cdr-download-files/",
    "GET, /cdr-download-files/a/b",
    "GET, /cdr-tasks/",
    "PATCH, /cdr-tasks/1",
    "GET, /deliveries/1/redeliver",
    "POST, /webhook-configurations//test",
    "POST, /health",
    "GET, ''"
  })
  void requestWithoutRouteAnswers404(String method, String path) throws Exception {
    HttpResponse<String> response = send(authorised(path).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("{\"message\":\"Not Found\"}");
    HttpFunction.ON_EVERY_ANSWER.forEach(
        (header, value) -> assertThat(response.headers().firstValue(header)).hasValue(value));
    assertThat(events).isEmpty();
  }

  @Test
  void bodyOfMoreThanTenMegabytesAnswers413() throws Exception {
    HttpResponse<String> response =
        send(
            authorised("/webhook-configurations")
                .POST(BodyPublishers.ofByteArray(new byte[(10 << 20) + 1])));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
    assertThat(events).isEmpty();
  }

  @Test
  void largeBodyWithoutTokenAnswers401() throws Exception {
    HttpResponse<String> response =
        send(
            request("/webhook-configurations")
                .POST(BodyPublishers.ofByteArray(new byte[12 << 20])));
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void headIsAnsweredWithoutBody() throws Exception {
    HttpResponse<String> response =
        send(request("/cdr-download-files/abc").method("HEAD", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(events.getFirst().at("/requestContext/http/method").asText()).isEqualTo("HEAD");
    // The connection stays usable.
    assertThat(send(request("/health")).body()).isEqualTo("grüß");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not JSON", "{}", "{\"statusCode\":\"200\"}"})
  void invalidFunctionAnswerGives500(String answer) throws Exception {
    configApiAnswer = answer;
    HttpResponse<String> response = send(request("/health"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    assertThat(log).singleElement().asString().contains("function.failed", "config-api");
  }

  @Test
  void failingFunctionAnswers500() throws Exception {
    configApiAnswer = "throw";
    HttpResponse<String> response = send(request("/health"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(log).singleElement().asString().contains("function.failed", "as asked for");
  }

  @Test
  void eventHasTheShapeOfApiGateways() throws Exception {
    JsonNode fixture = fixture("create-configuration.json");
    send(
        authorised("/webhook-configurations")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(fixture.path("body").asText())));
    assertThat(shape(fixture)).containsAll(shape(events.getFirst()));
    assertThat(events.getFirst().path("body")).isEqualTo(fixture.path("body"));
  }

  @Test
  void queryArrivesUnchanged() throws Exception {
    JsonNode fixture = fixture("list-deliveries.json");
    send(authorised("/deliveries?taskId=42&limit=10"));
    assertThat(shape(fixture)).containsAll(shape(events.getFirst()));
    assertThat(events.getFirst().path("rawQueryString")).isEqualTo(fixture.path("rawQueryString"));
  }

  @Test
  void binaryBodyIsBase64() throws Exception {
    JsonNode fixture = fixture("save-task-base64.json");
    byte[] body = Base64.getDecoder().decode(fixture.path("body").asText());
    send(
        authorised("/cdr-tasks/42")
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(body)));
    assertThat(shape(fixture)).containsAll(shape(events.getFirst()));
    assertThat(events.getFirst().path("body")).isEqualTo(fixture.path("body"));
    assertThat(events.getFirst().path("isBase64Encoded").asBoolean()).isTrue();
  }

  @Test
  void binaryBodyLabelledAsTextIsBase64() throws Exception {
    byte[] body = {'{', (byte) 0xff, '}'};
    send(
        authorised("/cdr-tasks/a%2Bb+c")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(body)));
    assertThat(Base64.getDecoder().decode(events.getFirst().path("body").asText())).isEqualTo(body);
    assertThat(events.getFirst().path("rawPath").asText()).isEqualTo(BASE + "/cdr-tasks/a%2Bb+c");
  }

  @Test
  void takenPortIsExplainedInOneSentence() {
    int port = server.getAddress().getPort();
    assertThatThrownBy(() -> HttpGateway.bind(port))
        .isInstanceOf(StartFailure.class)
        .hasMessage("Port " + port + " is in use; choose another one.");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(HttpGateway.url(server) + BASE + path));
  }

  private HttpRequest.Builder authorised(String path) {
    return request(path).header("Authorization", "Bearer " + TOKEN);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private interface Answering {
    byte[] answer();
  }

  private LocalFunction function(String name, Answering answering) {
    return new LocalFunction(
        name,
        (input, output, context) -> {
          events.add(JSON.readTree(input));
          assertThat(context.getRemainingTimeInMillis()).isBetween(1, 10_000);
          byte[] answer = answering.answer();
          if (new String(answer, StandardCharsets.UTF_8).equals("throw")) {
            throw new IllegalStateException("as asked for");
          }
          output.write(answer);
        },
        Duration.ofSeconds(10));
  }

  private static JsonNode fixture(String name) throws IOException {
    Path events = Path.of("..", "config-api-function", "src", "test", "resources", "events");
    return JSON.readTree(events.resolve(name).toFile());
  }

  /// Returns the names of all fields and the types of their values, without those that clients and
  /// tokens add.
  private static Set<String> shape(JsonNode event) {
    Set<String> shape = new TreeSet<>();
    collect("", event, shape);
    return shape;
  }

  private static void collect(String path, JsonNode node, Set<String> shape) {
    shape.add(path + " " + node.getNodeType());
    if (!path.equals("/headers") && !path.endsWith("/claims")) {
      node.properties()
          .forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), shape));
    }
  }
}
