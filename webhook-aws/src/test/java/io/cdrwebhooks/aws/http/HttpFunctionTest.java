package io.cdrwebhooks.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HttpFunctionTest {
  private final List<String> log = new ArrayList<>();
  private final HttpFunction function =
      new HttpFunction(
          10, Problem.of(503, "later").toResponse(), new EventLog(() -> Instant.EPOCH, log::add));

  @Test
  void everyAnswerForbidsCachesScriptsFramesAndGuesses() {
    for (JsonNode answer :
        List.of(
            answered("GET", _ -> HttpResponse.json(200, "{}")),
            answered("GET", HttpFunctionTest::fault),
            answered("no event", _ -> HttpResponse.of(200)))) {
      JsonNode headers = answer.path("headers");
      assertThat(headers.path("Cache-Control").asText()).isEqualTo("no-store");
      assertThat(headers.path("Content-Security-Policy").asText())
          .isEqualTo("default-src 'none'; frame-ancestors 'none'");
      assertThat(headers.path("Referrer-Policy").asText()).isEqualTo("no-referrer");
      assertThat(headers.path("Strict-Transport-Security").asText()).startsWith("max-age=");
      assertThat(headers.path("X-Content-Type-Options").asText()).isEqualTo("nosniff");
    }
  }

  @Test
  void faultIsLoggedOnceAndAnswered() {
    assertThat(answered("GET", HttpFunctionTest::fault).path("statusCode").asInt()).isEqualTo(503);
    assertThat(log).singleElement().asString().contains("request.failed", "no store");
  }

  @Test
  void unreadableEventAnswers500() {
    assertThat(answered("no event", _ -> HttpResponse.of(200)).path("statusCode").asInt())
        .isEqualTo(500);
    assertThat(log).singleElement().asString().contains("event.unreadable");
  }

  @Test
  void headRequestGetsNoBody() {
    assertThat(answered("HEAD", _ -> HttpResponse.json(200, "{}")).path("body").asText()).isEmpty();
    assertThat(answered("HEAD", HttpFunctionTest::fault).path("body").asText()).isEmpty();
  }

  @Test
  void unpairedSurrogateIsReplaced() {
    assertThat(answered("GET", _ -> HttpResponse.json(422, "\"\uD83D\"")).path("body").asText())
        .isEqualTo("\"?\"");
  }

  private static HttpResponse fault(HttpRequest request) {
    throw new IllegalStateException("no store");
  }

  private JsonNode answered(String method, Function<HttpRequest, HttpResponse> operation) {
    String event =
        "{\"version\":\"2.0\",\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"%s\"}}}"
            .formatted(method);
    String given = method.equals("no event") ? "[]" : event;
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      function.handle(
          new ByteArrayInputStream(given.getBytes(StandardCharsets.UTF_8)), answer, operation);
      return new ObjectMapper().readTree(answer.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
