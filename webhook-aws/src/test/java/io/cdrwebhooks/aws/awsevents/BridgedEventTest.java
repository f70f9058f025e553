package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests events of a bucket that notifies EventBridge, in the shape that AWS documents.
class BridgedEventTest {
  private static final Instant UPLOADED_AT = Instant.parse("2026-11-12T00:00:00Z");

  @Test
  void createdObjectHasTheVersionOfTheEvent() throws IOException {
    assertThat(QueueMessage.parse(event("eventbridge-object-created")))
        .isEqualTo(
            new QueueMessage.Arrived(
                List.of(
                    new ObjectCreated(
                        "amzn-s3-demo-bucket1",
                        "reports/7/Süd 100%+1.zip",
                        198_524_144,
                        Optional.of("IYV3p45BT0ac8hjHg1houSdS1a.Mro8e"),
                        "617f08299329d189",
                        UPLOADED_AT))));
  }

  @Test
  void bothEventFormatsGiveTheSameObject() {
    QueueMessage notified =
        QueueMessage.parse(
            """
            {"Records":[{"eventVersion":"2.1","eventTime":"2026-11-12T00:00:00.000Z",
             "eventName":"ObjectCreated:Put","s3":
             {"bucket":{"name":"b"},
              "object":{"key":"reports/7/a+b.zip","size":5,"versionId":"v","sequencer":"0A"}}}]}""");

    assertThat(QueueMessage.parse(created("reports/7/a b.zip", "v"))).isEqualTo(notified);
  }

  /// The key is literal, even if it looks encoded.
  @ParameterizedTest
  @ValueSource(strings = {"reports/1/a+b.zip", "reports/1/a%20b.zip", "reports/1/%.zip"})
  void keyIsNotDecoded(String key) {
    assertThat(QueueMessage.parse(created(key, "v")))
        .isEqualTo(
            new QueueMessage.Arrived(
                List.of(new ObjectCreated("b", key, 5, Optional.of("v"), "0A", UPLOADED_AT))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null"})
  void bucketWithoutVersionsGivesNoVersion(String versionId) {
    assertThat(QueueMessage.parse(created("k", versionId)))
        .isEqualTo(
            new QueueMessage.Arrived(
                List.of(new ObjectCreated("b", "k", 5, Optional.empty(), "0A", UPLOADED_AT))));
  }

  @Test
  void eventWithoutAFormatVersionIsReadLikeTheFirstOnes() {
    String first = created("k", "v").replace("\"event-version\":\"1.0\",", "");

    assertThat(QueueMessage.parse(first)).isEqualTo(QueueMessage.parse(created("k", "v")));
  }

  @Test
  void deletionIsAnotherEvent() throws IOException {
    assertThat(QueueMessage.parse(event("eventbridge-object-deleted")))
        .isEqualTo(new QueueMessage.OtherEvent("Object Deleted"));
  }

  @ParameterizedTest
  @CsvSource({
    "aws.s3, aws.ec2, EventBridge event must come from S3",
    "'\"source\":\"aws.s3\",', '', EventBridge event must come from S3",
    "1.0, 2.0, S3 event must have major version 1",
    "'\"name\":\"b\"', '\"n\":\"b\"', S3 event must have detail.bucket.name",
    "'\"key\":', '\"k\":', S3 event must have detail.object.key",
    "'\"sequencer\":', '\"s\":', S3 event must have detail.object.sequencer",
    "'\"time\":', '\"t\":', S3 event must have time",
    "00:00:00Z, noon, time of an S3 event must be a time"
  })
  void unexpectedEventIsUnreadable(String right, String wrong, String reason) {
    assertThatThrownBy(() -> QueueMessage.parse(created("k", "v").replace(right, wrong)))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessage(reason);
  }

  private static String created(String key, String versionId) {
    return """
        {"detail-type":"Object Created","source":"aws.s3","time":"2026-11-12T00:00:00Z","detail":{"event-version":"1.0",\
        "bucket":{"name":"b"},"object":{"key":"%s","size":5,"version-id":"%s","sequencer":"0A"}}}"""
        .formatted(key, versionId);
  }

  private static String event(String name) throws IOException {
    try (InputStream json =
        BridgedEventTest.class.getResourceAsStream("/awsevents/" + name + ".json")) {
      return new String(Objects.requireNonNull(json).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
