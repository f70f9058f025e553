package io.cdrwebhooks.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.SignatureVector;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bodies of the published vectors are the golden files: receivers have seen exactly these.
class WebhookPayloadTest {
  private static final String TOKEN = "012e93de-1fae-4c6d-8067-c27c4cb9fd00";
  private static final URI CALLBACK =
      URI.create("https://example.com/bulk/cdr-mgr/v1/cdr-download-files/" + TOKEN);
  private static final Instant VALID_UNTIL = Instant.parse("2023-01-10T11:20:09Z");

  static Stream<String> publishedBodies() throws IOException {
    List<String> bodies =
        SignatureVector.ofThePlatform().stream()
            .map(vector -> new String(vector.body(), UTF_8))
            .filter(body -> !body.isEmpty())
            .distinct()
            .toList();
    assertThat(bodies).hasSizeGreaterThanOrEqualTo(5);
    return bodies.stream();
  }

  @ParameterizedTest
  @MethodSource("publishedBodies")
  void bodyEqualsThePublishedOne(String published) throws IOException {
    JsonNode json = new ObjectMapper().readTree(published);
    WebhookPayload payload =
        payload(
            json, new Inspection(json.get("numberOfLines").asLong(), json.get("error").asText()));
    assertThat(new String(payload.toJson(), UTF_8)).isEqualTo(published);
    assertThat(payload.toJson()).isEqualTo(published.getBytes(UTF_8));
  }

  static Stream<SignatureVector> payloadTwo() throws IOException {
    return SignatureVector.ofPayloadTwo().stream();
  }

  @ParameterizedTest
  @MethodSource("payloadTwo")
  void bodyOfPayloadTwoEqualsThePublishedOne(SignatureVector published) throws IOException {
    JsonNode json = new ObjectMapper().readTree(published.body());
    Inspection inspection =
        new Inspection(
            json.get("numberOfLines").asLong(),
            json.get("error").asText(),
            Optional.of(json.get("fileSha256").asText()).filter(digest -> !digest.isEmpty()));
    WebhookPayload payload = payload(json, inspection).with(Optional.of(details(json)));

    assertThat(new String(payload.toJson(), UTF_8)).isEqualTo(new String(published.body(), UTF_8));
    assertThat(payload.withoutToken().details()).isEqualTo(payload.details());
    assertThat(published.header("webhook-id")).isEqualTo(json.get("deliveryId").asText());
    assertThat(published.header("webhook-timestamp"))
        .isEqualTo(Long.toString(Instant.parse(json.get("signedAt").asText()).getEpochSecond()));
  }

  private static WebhookPayload payload(JsonNode json, Inspection inspection) {
    return new WebhookPayload(
        URI.create(json.get("callbackURL").asText()),
        Instant.parse(json.get("validUntil").asText()),
        json.get("fileName").asText(),
        json.get("fileSizeInBytes").asLong(),
        inspection,
        json.get("taskName").asText(),
        new TaskId(json.get("taskId").asLong()),
        Optional.empty());
  }

  private static PayloadDetails details(JsonNode json) {
    return new PayloadDetails(
        new DeliveryId(json.get("deliveryId").asText()),
        new ConfigurationId(json.get("configurationId").asText()),
        Instant.parse(json.get("signedAt").asText()),
        new AttemptNumber(json.get("round").asInt(), json.get("attempt").asInt()),
        json.get("test").asBoolean(),
        json.get("sequence").asLong(),
        Instant.parse(json.get("uploadedAt").asText()),
        Optional.of(json.get("reportVersion").asText()).filter(version -> !version.isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ud83d", "a\ude00"})
  void halfASurrogatePairBecomesTheReplacementCharacter(String broken) throws IOException {
    WebhookPayload payload =
        new WebhookPayload(
            CALLBACK,
            VALID_UNTIL,
            broken + ".zip",
            1,
            new Inspection(0, broken + "!"),
            broken + "b\ud83d\ude00",
            new TaskId(1),
            Optional.empty());
    JsonNode json = new ObjectMapper().readTree(payload.toJson());
    assertThat(json.get("fileName").asText()).isEqualTo("a\ufffd.zip");
    assertThat(json.get("error").asText()).isEqualTo("a\ufffd!");
    assertThat(json.get("taskName").asText()).isEqualTo("a\ufffdb\ud83d\ude00");
  }

  @Test
  void validUntilWithAFractionIsRefused() {
    assertThatThrownBy(
            () ->
                new WebhookPayload(
                    CALLBACK,
                    VALID_UNTIL.plusMillis(1),
                    "a.zip",
                    1,
                    new Inspection(0, ""),
                    "Task",
                    new TaskId(1),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole seconds");
  }

  @Test
  void tokenIsNotShown() {
    assertThat(
            new WebhookPayload(
                    CALLBACK,
                    VALID_UNTIL,
                    "a.zip",
                    1,
                    new Inspection(0, ""),
                    "Task",
                    new TaskId(1),
                    Optional.empty())
                .toString())
        .contains("a.zip")
        .doesNotContain(TOKEN)
        .doesNotContain("cdr-download-files");
  }
}
