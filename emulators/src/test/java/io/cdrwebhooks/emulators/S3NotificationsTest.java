package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3NotificationsTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.600Z");

  @Test
  void eventHasTheShapeThatS3Sends() throws Exception {
    JsonNode entry = entry("reports/1/tx.zip", null);
    assertThat(entry.path("eventVersion").asText()).isEqualTo("2.1");
    assertThat(entry.path("eventSource").asText()).isEqualTo("aws:s3");
    assertThat(entry.path("awsRegion").asText()).isEqualTo("eu-west-1");
    assertThat(entry.path("eventTime").asText()).isEqualTo("2026-01-02T03:04:05.600Z");
    assertThat(entry.path("eventName").asText()).isEqualTo("ObjectCreated:Put");
    JsonNode s3 = entry.path("s3");
    assertThat(s3.path("s3SchemaVersion").asText()).isEqualTo("1.0");
    assertThat(s3.path("bucket").path("name").asText()).isEqualTo("cdr-reports");
    assertThat(s3.path("bucket").path("arn").asText()).isEqualTo("arn:aws:s3:::cdr-reports");
    JsonNode object = s3.path("object");
    assertThat(object.path("size").isIntegralNumber()).isTrue();
    assertThat(object.path("size").asLong()).isEqualTo(42);
    assertThat(object.path("eTag").asText()).isEqualTo("0123abcd");
    assertThat(object.path("sequencer").asText()).isEqualTo("00A1");
    assertThat(object.has("versionId")).isFalse();
  }

  @Test
  void versionIsInTheEventIfThereIsOne() throws Exception {
    assertThat(entry("k", "v1").path("s3").path("object").path("versionId").asText())
        .isEqualTo("v1");
  }

  @ParameterizedTest
  @CsvSource({
    "reports/1/my report.zip, reports/1/my+report.zip",
    "reports/1/a+b.zip, reports/1/a%2Bb.zip",
    "reports/1/ü報.zip, reports/1/%C3%BC%E5%A0%B1.zip",
    "reports/1/a%2Fb.zip, reports/1/a%252Fb.zip",
  })
  void keyIsEncodedAsS3EncodesItInEvents(String key, String encoded) throws Exception {
    assertThat(entry(key, null).path("s3").path("object").path("key").asText()).isEqualTo(encoded);
  }

  private static JsonNode entry(String key, String versionId) throws Exception {
    BucketEvent event =
        new BucketEvent("ObjectCreated:Put", "cdr-reports", key, 42, "0123abcd", versionId, "00A1");
    JsonNode root = new ObjectMapper().readTree(S3Notifications.toJson(event, "eu-west-1", AT));
    assertThat(root.path("Records")).hasSize(1);
    return root.path("Records").path(0);
  }
}
