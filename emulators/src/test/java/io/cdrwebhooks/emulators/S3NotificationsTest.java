package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3NotificationsTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.600Z");

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
