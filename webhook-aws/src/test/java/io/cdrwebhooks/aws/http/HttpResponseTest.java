package io.cdrwebhooks.aws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpResponseTest {
  @Test
  void answerIsWrittenInTheGatewaysFormat() throws IOException {
    assertThat(written(HttpResponse.json(200, "{\"a\":\"ü\"}")))
        .isEqualTo(
            "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"application/json\"},"
                + "\"body\":\"{\\\"a\\\":\\\"ü\\\"}\",\"isBase64Encoded\":false}");
  }

  @Test
  void newHeaderReplacesItsFormerValue() throws IOException {
    HttpResponse response = HttpResponse.of(302).withHeader("A", "1").withHeader("A", "2");

    assertThat(response.headers()).isEqualTo(Map.of("A", "2"));
    assertThat(written(response))
        .isEqualTo(
            "{\"statusCode\":302,\"headers\":{\"A\":\"2\"},\"body\":\"\","
                + "\"isBase64Encoded\":false}");
  }

  @Test
  void headersAndBodyAreNotShown() {
    HttpResponse response = HttpResponse.json(201, "secret").withHeader("Location", "secret");

    assertThat(response.toString()).contains("201").doesNotContain("secret");
  }

  @Test
  void problemNamesEachInvalidField() {
    Problem problem =
        Problem.of(422, "Two fields")
            .with(new Problem.FieldError("name", "is \"empty\""))
            .with(new Problem.FieldError("url", "is not https"));

    HttpResponse response = problem.toResponse();

    assertThat(response.status()).isEqualTo(422);
    assertThat(response.headers()).isEqualTo(Map.of("Content-Type", "application/problem+json"));
    assertThat(response.body())
        .isEqualTo(
            "{\"title\":\"Unprocessable Content\",\"status\":422,\"detail\":\"Two fields\","
                + "\"errors\":[{\"field\":\"name\",\"detail\":\"is \\\"empty\\\"\"},"
                + "{\"field\":\"url\",\"detail\":\"is not https\"}]}");
  }

  @Test
  void problemWithoutDetailHasOnlyItsTitle() {
    assertThat(Problem.of(404, "").toResponse().body())
        .isEqualTo("{\"title\":\"Not Found\",\"status\":404}");
  }

  @Test
  void answerToHeadHasOnlyHeaders() {
    HttpResponse response = Problem.of(404, "").toResponse().withoutBody();

    assertThat(response.body()).isEmpty();
    assertThat(response.headers()).containsKey("Content-Type");
  }

  @Test
  void invalidStatusIsRefused() {
    assertThatThrownBy(() -> HttpResponse.of(100)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Problem.of(418, "").toResponse())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String written(HttpResponse response) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    response.write(answer);
    return answer.toString(StandardCharsets.UTF_8);
  }
}
