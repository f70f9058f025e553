package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.SignatureKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests against vectors made with PHP's `hash_hmac`, the specification's language.
class SignatureVectorsTest {
  record Vector(
      String name,
      SignatureKey key,
      String keyText,
      byte[] body,
      String xCdrSignature,
      String webhookId,
      long timestamp,
      String webhookSignature,
      String standardWebhooksSecret) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> vectors() throws IOException {
    try (InputStream json =
        SignatureVectorsTest.class.getResourceAsStream("/signature-vectors.json")) {
      JsonNode vectors = new ObjectMapper().readTree(json).get("vectors");
      assertThat(vectors).hasSizeGreaterThanOrEqualTo(8);
      return StreamSupport.stream(vectors.spliterator(), false)
          .map(SignatureVectorsTest::vector)
          .toList()
          .stream();
    }
  }

  private static Vector vector(JsonNode json) {
    return new Vector(
        json.get("name").asText(),
        new SignatureKey(json.get("key").asText()),
        json.get("key").asText(),
        json.get("body").asText().getBytes(StandardCharsets.UTF_8),
        json.get("xCdrSignature").asText(),
        json.get("webhookId").asText(),
        json.get("webhookTimestamp").asLong(),
        json.get("webhookSignature").asText(),
        json.get("standardWebhooksSecret").asText());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void xCdrSignatureIsWhatPhpComputes(Vector vector) {
    assertThat(PayloadSignatures.xCdrSignature(vector.key, vector.body))
        .isEqualTo(vector.xCdrSignature);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void webhookSignatureIsTheStandardOne(Vector vector) {
    assertThat(
            PayloadSignatures.webhookSignature(
                List.of(vector.key), vector.webhookId, vector.timestamp, vector.body))
        .isEqualTo(vector.webhookSignature);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void receiversSecretIsTheBase64OfTheKey(Vector vector) {
    assertThat("whsec_" + Base64.getEncoder().encodeToString(vector.key.bytes()))
        .isEqualTo(vector.standardWebhooksSecret);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whileKeysOverlapBothSign(Vector vector) {
    SignatureKey other = new SignatureKey("another key in force");
    String both =
        PayloadSignatures.webhookSignature(
            List.of(other, vector.key), vector.webhookId, vector.timestamp, vector.body);
    assertThat(both.split(" ")).hasSize(2).contains(vector.webhookSignature);
  }
}
