package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueMessageTest {
  private static final String REMOVED =
      "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectRemoved:Delete\"}";

  private static final Instant UPLOADED_AT = Instant.parse("2026-01-10T11:20:08.412Z");

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "{\"Records\":[{\"s3\":", "{\"Records\":["})
  void messageNestedTooDeeplyIsUnreadable(String opening) {
    assertThatThrownBy(() -> QueueMessage.parse(opening.repeat(2_000)))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessageContaining("nested too deeply");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"Records\":{}}", "{\"Records\":[1]}", "{}{}"})
  void messageThatIsNotTheJsonExpectedIsUnreadable(String body) {
    assertThatThrownBy(() -> QueueMessage.parse(body))
        .isInstanceOf(UnreadableMessageException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "reports/1/a+b.zip, reports/1/a b.zip",
    "reports/1/a%2Bb%25.zip, reports/1/a+b%.zip",
    "reports/1/S%C3%BCd.zip, reports/1/Süd.zip",
    "reports/1/Süd.zip, reports/1/Süd.zip",
    "reports/1/%EF%BF%BD.zip, reports/1/\uFFFD.zip",
    "reports/1/%f0%9f%93%9e.zip, reports/1/\uD83D\uDCDE.zip"
  })
  void keyMatchesTheObject(String encoded, String key) {
    assertThat(QueueMessage.parse(records(created(encoded))))
        .isEqualTo(new QueueMessage.Arrived(List.of(object(key))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%2", "%zz", "%ff", "%C3", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "\\ud83d"})
  void keyThatIsNotUrlEncodedUtf8IsUnreadable(String key) {
    assertThatThrownBy(() -> QueueMessage.parse(records(created(key))))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessage("key of an S3 event must be URL-encoded UTF-8");
  }

  /// The message that operators send by hand for reports that the service does not know.
  @Test
  void messageOfTheOperationsPageAnnouncesAReport() throws IOException {
    String message =
        Files.readAllLines(Path.of("..", "docs", "backup-and-restore.md")).stream()
            .filter(line -> line.startsWith("{\"Records\":"))
            .findAny()
            .orElseThrow();

    assertThat(QueueMessage.parse(message))
        .isEqualTo(
            new QueueMessage.Arrived(
                List.of(
                    new ObjectCreated(
                        "exports",
                        "reports/1/tx00001.zip",
                        3_949,
                        Optional.of("3sL4kqtJlcpXroDTDmJ"),
                        "by hand",
                        Instant.parse("2026-11-24T06:12:31Z")))));
  }

  @Test
  void everyAnnouncedObjectIsRead() {
    assertThat(QueueMessage.parse(records(created("a"), created("b"))))
        .isEqualTo(new QueueMessage.Arrived(List.of(object("a"), object("b"))));
  }

  @Test
  void otherEventsInAMessageAreSkipped() {
    assertThat(QueueMessage.parse(records(REMOVED, created("a"), REMOVED)))
        .isEqualTo(new QueueMessage.Arrived(List.of(object("a"))));
    assertThat(QueueMessage.parse(records(REMOVED, REMOVED)))
        .isEqualTo(new QueueMessage.OtherEvent("ObjectRemoved:Delete"));
  }

  @Test
  void oneUnreadableEventMakesTheMessageUnreadable() {
    assertThatThrownBy(() -> QueueMessage.parse(records(created("a"), created("%ff"))))
        .isInstanceOf(UnreadableMessageException.class);
    assertThatThrownBy(() -> QueueMessage.parse(records(created("a"), "{}")))
        .isInstanceOf(UnreadableMessageException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "eventTime, time, S3 event must have eventTime",
    "08.412Z, 08 o'clock, eventTime of an S3 event must be a time"
  })
  void eventWithoutTheTimeOfTheUploadIsUnreadable(String right, String wrong, String reason) {
    assertThatThrownBy(() -> QueueMessage.parse(records(created("a")).replace(right, wrong)))
        .isInstanceOf(UnreadableMessageException.class)
        .hasMessage(reason)
        .hasNoCause();
  }

  private static ObjectCreated object(String key) {
    return new ObjectCreated("cdr-reports", key, 3, Optional.empty(), "0A", UPLOADED_AT);
  }

  private static String created(String encodedKey) {
    return """
        {"eventVersion":"2.1","eventTime":"2026-01-10T11:20:08.412Z",
         "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"cdr-reports"},
         "object":{"key":"%s","size":3,"sequencer":"0A"}}}"""
        .formatted(encodedKey);
  }

  private static String records(String... events) {
    return "{\"Records\":[" + String.join(",", events) + "]}";
  }
}
