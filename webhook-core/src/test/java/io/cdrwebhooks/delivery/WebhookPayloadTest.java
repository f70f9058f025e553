package io.cdrwebhooks.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.testing.SignatureVector;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
        new WebhookPayload(
            URI.create(json.get("callbackURL").asText()),
            Instant.parse(json.get("validUntil").asText()),
            json.get("fileName").asText(),
            json.get("fileSizeInBytes").asLong(),
            new Inspection(json.get("numberOfLines").asLong(), json.get("error").asText()),
            json.get("taskName").asText(),
            new TaskId(json.get("taskId").asLong()),
            Optional.empty());
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
    WebhookPayload payload =
        new WebhookPayload(
                URI.create(json.get("callbackURL").asText()),
                Instant.parse(json.get("validUntil").asText()),
                json.get("fileName").asText(),
                json.get("fileSizeInBytes").asLong(),
                inspection,
                json.get("taskName").asText(),
                new TaskId(json.get("taskId").asLong()),
                Optional.empty())
            .with(Optional.of(details(json)));

    assertThat(new String(payload.toJson(), UTF_8)).isEqualTo(new String(published.body(), UTF_8));
    assertThat(payload.withoutToken().details()).isEqualTo(payload.details());
    assertThat(published.header("webhook-id")).isEqualTo(json.get("deliveryId").asText());
    assertThat(published.header("webhook-timestamp"))
        .isEqualTo(Long.toString(Instant.parse(json.get("signedAt").asText()).getEpochSecond()));
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

  @Test
  void everyValueIsInItsProperty() {
    WebhookPayload payload =
        new WebhookPayload(
            CALLBACK,
            VALID_UNTIL,
            "tx 1.zip",
            5_000_000_000_000L,
            new Inspection(6_000_000_000L, "Report is too large to count"),
            "Task",
            new TaskId(9_007_199_254_740_991L),
            Optional.empty());
    assertThat(new String(payload.toJson(), UTF_8))
        .isEqualTo(
            "{\"contentType\":\"application/zip\",\"httpMethod\":\"GET\",\"callbackURL\":\""
                + CALLBACK
                + "\",\"validUntil\":\"2023-01-10T11:20:09Z\",\"fileName\":\"tx 1.zip\","
                + "\"fileSizeInBytes\":5000000000000,\"numberOfLines\":6000000000,"
                + "\"taskName\":\"Task\",\"taskId\":9007199254740991,"
                + "\"error\":\"Report is too large to count\"}");
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

  @Property
  void anyNamesGiveTenOrderedPropertiesAndAreReadBack(
      @ForAll("texts") String fileName,
      @ForAll("texts") String taskName,
      @ForAll("texts") String error)
      throws IOException {
    byte[] json = payload(fileName, taskName, error).toJson();
    JsonNode read = new ObjectMapper().readTree(json);
    List<String> names = new ArrayList<>();
    read.fieldNames().forEachRemaining(names::add);
    assertThat(names).isEqualTo(Samples.PAYLOAD_PROPERTIES);
    assertThat(read.get("fileName").asText()).isEqualTo(fileName);
    assertThat(read.get("taskName").asText()).isEqualTo(taskName);
    assertThat(read.get("error").asText()).isEqualTo(error);
    assertThat(new String(json, UTF_8).chars().noneMatch(c -> c < 0x20)).isTrue();
  }

  /// Any text without half surrogate pairs, which another test covers.
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(codePoint -> codePoint < 0xd800 || codePoint > 0xdfff)
        .list()
        .ofMaxSize(12)
        .map(
            codePoints -> {
              StringBuilder text = new StringBuilder();
              codePoints.forEach(text::appendCodePoint);
              return text.toString();
            });
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
    assertThat(payload("a.zip", "Task", "").toString())
        .contains("a.zip")
        .doesNotContain(TOKEN)
        .doesNotContain("cdr-download-files");
  }

  private static WebhookPayload payload(String fileName, String taskName, String error) {
    return new WebhookPayload(
        CALLBACK,
        VALID_UNTIL,
        fileName,
        1,
        new Inspection(0, error),
        taskName,
        new TaskId(1),
        Optional.empty());
  }
}
