package io.cdrwebhooks.aws.awsevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.emulators.lambda.EventLibrary;
import io.cdrwebhooks.emulators.lambda.ObjectKeys;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.junit.jupiter.api.Test;

/// Tests that we read EventBridge events, and write notices, as AWS's own class does: it has one
/// class for all of them, that of scheduled events.
class LibraryEventBridgeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void inputOfAScheduleIsReadAsTheLibraryWroteIt() throws IOException {
    Map<String, String> input = Map.of("work", "check-mail", "alarms", "arn:a", "notices", "arn:n");

    assertThat(readWork(EventLibrary.write(new HashMap<>(input))))
        .isEqualTo(new ScheduledWork.CheckMail("arn:a", "arn:n"));
  }

  @Test
  void canaryIsTheInputOfASchedule() throws IOException {
    Path canary = Path.of("..", "build-support", "canaries", "scheduled-work.json");

    assertThat(readWork(Files.readAllBytes(canary))).isEqualTo(new ScheduledWork.Sweep());
  }

  /// A schedule that has no constant input sends its event.
  @Test
  void eventOfAScheduleNamesNoWork() {
    byte[] event = EventLibrary.write(event("aws.events", "Scheduled Event", Map.of()));

    assertThatThrownBy(() -> readWork(event)).isInstanceOf(UnreadableMessageException.class);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void createdObjectIsReadFromTheEventOfEventBridge(
      @ForAll("keys") String key, @ForAll @LongRange(min = 0, max = 5L << 40) long sizeBytes) {
    Map<String, Object> object =
        Map.of("key", key, "size", sizeBytes, "version-id", "v", "sequencer", "617f08299329d189");
    Map<String, Object> detail =
        Map.of("event-version", "1.0", "bucket", Map.of("name", "cdr-reports"), "object", object);

    assertThat(QueueMessage.parse(EventLibrary.text(event("aws.s3", "Object Created", detail))))
        .isEqualTo(
            new QueueMessage.Arrived(
                List.of(
                    new ObjectCreated(
                        "cdr-reports",
                        key,
                        sizeBytes,
                        Optional.of("v"),
                        "617f08299329d189",
                        Instant.parse("2026-01-10T11:20:00Z")))));
  }

  @Provide
  Arbitrary<String> keys() {
    return ObjectKeys.any();
  }

  @Test
  void storedEventIsReadAsTheLibraryReadsIt() throws IOException {
    String stored = stored("eventbridge-object-created");
    ScheduledEvent event = EventLibrary.read(ScheduledEvent.class, stored);
    JsonNode detail = JSON.valueToTree(event.getDetail());

    assertThat(QueueMessage.parse(stored))
        .isEqualTo(
            new QueueMessage.Arrived(
                List.of(
                    new ObjectCreated(
                        detail.at("/bucket/name").asText(),
                        detail.at("/object/key").asText(),
                        detail.at("/object/size").asLong(),
                        Optional.of(detail.at("/object/version-id").asText()),
                        detail.at("/object/sequencer").asText(),
                        Instant.ofEpochMilli(event.getTime().getMillis())))));
  }

  @Test
  void storedEventOfAnotherTypeIsReadAsTheLibraryReadsIt() throws IOException {
    String stored = stored("eventbridge-object-deleted");
    String type = EventLibrary.read(ScheduledEvent.class, stored).getDetailType();

    assertThat(QueueMessage.parse(stored)).isEqualTo(new QueueMessage.OtherEvent(type));
  }

  private static String stored(String name) throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "awsevents", name + ".json"));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void libraryReadsTheNoticeThatARuleGets(@ForAll("keys") String text) throws IOException {
    Notice notice =
        new Notice.DeliveryFailed(
            new DeliveryId("dlv_fedcba9876543210fedcba9876543210"),
            new TaskId(42),
            new ConfigurationId("cfg_0123456789abcdef0123456789abcdef"),
            "tx.zip",
            text);
    ScheduledEvent read = EventLibrary.read(ScheduledEvent.class, NoticeJson.event(notice));

    assertThat(read.getSource()).isEqualTo(NoticeJson.SOURCE);
    assertThat(read.getDetailType()).isEqualTo(NoticeJson.kind(notice));
    assertThat(read.getDetail())
        .containsEntry("taskId", 42)
        .containsEntry("reason", text)
        .isEqualTo(JSON.readValue(NoticeJson.detail(notice), Map.class));
  }

  private static ScheduledWork readWork(byte[] event) throws IOException {
    return ScheduledWork.read(new ByteArrayInputStream(event));
  }

  private static ScheduledEvent event(String source, String type, Map<String, Object> detail) {
    return new ScheduledEvent()
        .withVersion("0")
        .withId("17793124-05d4-b198-2fde-7ededc63b103")
        .withAccount("111122223333")
        .withRegion("eu-central-1")
        .withTime(new DateTime(2026, 1, 10, 11, 20, DateTimeZone.UTC))
        .withResources(List.of())
        .withSource(source)
        .withDetailType(type)
        .withDetail(detail);
  }
}
