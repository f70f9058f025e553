package io.cdrwebhooks.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.local.start.StartFailure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGatewayTest {
  private static final String BASE = "/bulk/cdr-mgr/v1";

  @AutoClose private final TestGateway gateway = new TestGateway();

  @ParameterizedTest
  @CsvSource({"/health, config-api", "/cdr-download-files/abc, download-link"})
  void openRouteNeedsNoToken(String path, String function) throws Exception {
    HttpResponse<String> response = send(request(path));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(gateway.invoked).containsExactly(function);
    assertThat(gateway.events.getFirst().path("requestContext").has("authorizer")).isFalse();
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
    assertThat(gateway.events).isEmpty();
  }

  @Test
  void bodyOfMoreThanTenMegabytesAnswers413() throws Exception {
    BodyPublisher large = BodyPublishers.ofByteArray(new byte[(10 << 20) + 1]);
    HttpResponse<String> response = send(authorised("/webhook-configurations").POST(large));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
    assertThat(send(request("/webhook-configurations").POST(large)).statusCode()).isEqualTo(401);
    assertThat(gateway.events).isEmpty();
  }

  @Test
  void headIsAnsweredWithoutBody() throws Exception {
    HttpResponse<String> response =
        send(request("/cdr-download-files/abc").method("HEAD", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(gateway.events.getFirst().at("/requestContext/http/method").asText())
        .isEqualTo("HEAD");
    // The connection stays usable.
    assertThat(send(request("/health")).body()).isEqualTo("done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not JSON", "{}", "{\"statusCode\":\"200\"}", TestGateway.FAULT})
  void invalidFunctionAnswerGives500(String answer) throws Exception {
    gateway.answer = answer;
    HttpResponse<String> response = send(request("/health"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    assertThat(gateway.log).singleElement().asString().contains("function.failed", "config-api");
  }

  /// AWS's own class knows all fields of the event.
  @Test
  void eventIsTheOneOfApiGateway() throws Exception {
    send(
        authorised("/cdr-tasks/a%2Bb+c?a=1&b=%C3%BC+x&a=2")
            .header("X-Several", "1")
            .header("X-Several", "2")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"taskName\":\"Süd\"}")));

    ObjectNode event = (ObjectNode) gateway.events.getFirst();
    assertThat(event.path("routeKey").asText()).isEqualTo("PUT " + BASE + "/cdr-tasks/{taskId}");
    assertThat(event.path("rawPath").asText()).isEqualTo(BASE + "/cdr-tasks/a%2Bb+c");
    assertThat(event.path("rawQueryString").asText()).isEqualTo("a=1&b=%C3%BC+x&a=2");
    assertThat(event.at("/headers/x-several").asText()).isEqualTo("1,2");
    assertThat(event.path("body").asText()).isEqualTo("{\"taskName\":\"Süd\"}");
    assertThat(event.at("/requestContext/http/sourceIp").asText()).isEqualTo("127.0.0.1");
    // A failed comparison would print the token.
    event.withObject("/headers").remove("authorization");
    byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(EventLibrary.rewritten(APIGatewayV2HTTPEvent.class, json)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/octet-stream"})
  void bodyThatIsNotTextIsBase64(String type) throws Exception {
    byte[] body = {'{', (byte) 0xff, '}'};
    send(
        authorised("/cdr-tasks/42")
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(body)));
    JsonNode event = gateway.events.getFirst();
    assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(Base64.getDecoder().decode(event.path("body").asText())).isEqualTo(body);
  }

  @Test
  void takenPortIsExplainedInOneSentence() {
    int port = gateway.url("/").getPort();
    assertThatThrownBy(() -> HttpGateway.bind(port))
        .isInstanceOf(StartFailure.class)
        .hasMessage("Port " + port + " is in use; choose another one.");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.url(BASE + path));
  }

  private HttpRequest.Builder authorised(String path) {
    return request(path).header("Authorization", "Bearer " + gateway.tokens.valid());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return gateway.send(request.build());
  }
}
