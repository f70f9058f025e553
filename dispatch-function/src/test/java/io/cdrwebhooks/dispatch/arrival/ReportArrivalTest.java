package io.cdrwebhooks.dispatch.arrival;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static io.cdrwebhooks.dispatch.TestEvents.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages about uploads: which are recorded, and which are not.
class ReportArrivalTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem();

  @Test
  void unknownTaskIsRecordedAsUnrouted() throws IOException {
    String event = event(system.put("tx00001.zip", "v1"));

    assertThat(system.invoke(event)).isEmpty();

    assertThat(system.deliveries.all())
        .singleElement()
        .extracting(Delivery::status)
        .isEqualTo(DeliveryStatus.UNROUTED);
    assertThat(system.receiver.received).isEmpty();
  }

  @Test
  void webhookOptionOffWritesOneLogLineAndNoDelivery() throws IOException {
    system.tasks.save(
        CdrTask.of(DispatchSystem.TASK, "Quiet", Optional.empty(), DispatchSystem.CREATED),
        Optional.empty());

    assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();

    assertThat(system.deliveries.all()).isEmpty();
    assertThat(system.log).singleElement().asString().contains("Webhook option is off");
  }

  @Test
  void disabledConfigurationHoldsItsDelivery() throws IOException {
    system.withTask("Held", system.receiver.url(), false);

    assertThat(system.invoke(event(system.put("tx00001.zip", "v1")))).isEmpty();

    assertThat(system.deliveries.all().getFirst().status()).isEqualTo(DeliveryStatus.HELD);
    assertThat(system.receiver.received).isEmpty();
  }

  @Test
  void testEventWritesOneLogLine() throws IOException {
    assertThat(system.invoke(fixture("s3-test-event.json").toString())).isEmpty();
    assertThat(system.log).singleElement().asString().contains("s3.test-event");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reports/0/x.zip",
        "reports/../1/x.zip",
        "other/1/x.zip",
        "reports%2F1%2F..%2F..%2Fx.zip"
      })
  void keyThatIsNotAReportWritesOneLogLine(String encodedKey) throws IOException {
    system.withTask();
    String event =
        fixture("s3-object-created.json").toString().replace("reports/1/tx00001.zip", encodedKey);

    assertThat(system.invoke(event)).isEmpty();

    assertThat(system.log).singleElement().asString().contains("object.ignored");
    assertThat(system.deliveries.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b.zip", "Zürich – März.zip", "a%2Fb.zip", "\"quoted\" \\ <b>.zip"})
  void fileNameArrivesAsItWasUploaded(String fileName) throws IOException {
    system.withTask();

    assertThat(system.invoke(event(system.put(fileName, "v1")))).isEmpty();

    assertThat(system.payload(0).get("fileName").asText()).isEqualTo(fileName);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"Records\":[]}",
        "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\"}]}",
        "{\"Records\":[{\"eventVersion\":\"3.0\",\"eventName\":\"ObjectCreated:Put\"}]}",
        "{\"deliveryId\":\"dlv_1\"}",
        "{\"Event\":\"s3:TestEvent\"} and more"
      })
  void unreadableMessageIsADeadLetterAfterOneReceive(String body) throws IOException {
    assertThat(system.invoke(body)).isEmpty();
    assertThat(system.deadLetters)
        .containsExactly(new SqsMessage("m0", body, "report-arrivals", 1));
    assertThat(system.log)
        .singleElement()
        .asString()
        .contains("message.unreadable", "\"m0\"", "\"dead-1\"");
    assertThat(system.metrics).isEmpty();
  }

  @Test
  void eventOfAnotherKindWritesOneLogLine() throws IOException {
    String removed =
        fixture("s3-object-created.json")
            .toString()
            .replace("ObjectCreated:Put", "ObjectRemoved:Delete");
    assertThat(system.invoke(removed)).isEmpty();
    assertThat(system.log).singleElement().asString().contains("s3.event-ignored");
  }
}
