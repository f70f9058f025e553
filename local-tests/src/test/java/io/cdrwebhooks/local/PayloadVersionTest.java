package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.report.FileDigest;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests a configuration that asks for payload 2, and then goes back to payload 1.
@SpeaksToAws
@ExtendWith(SharedSystem.class)
class PayloadVersionTest {
  private static final String CONFIGURATIONS = "/bulk/cdr-mgr/v1/webhook-configurations";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TaskId TASK = new TaskId(12);

  private final RunningSystem running;

  PayloadVersionTest(RunningSystem running) {
    this.running = running;
  }

  @Test
  void announcementsFollowTheConfiguration() throws Exception {
    byte[] report = RunningSystem.report("digested", 30_000);
    try (AnsweringReceiver receiver = new AnsweringReceiver(500)) {
      String id = create(receiver.url());
      running.api.createTask(TASK, "Task 12", id);
      running.upload("reports/12/digested.zip", report);
      JsonNode first = announcement(receiver, 1);

      assertThat(first).hasSize(22);
      assertThat(first.path("payloadVersion").asInt()).isEqualTo(2);
      assertThat(first.path("configurationId").asText()).isEqualTo(id);
      assertThat(first.path("numberOfLines").asInt()).isEqualTo(30_000);
      assertThat(first.path("fileSha256").asText()).isEqualTo(FileDigest.of(report));
      assertThat(first.path("test").asBoolean()).isFalse();
      assertThat(first.path("sequence").asLong()).isZero();

      replace(id, receiver.url());
      receiver.answer(200);
      post(id, "retry-now");
      JsonNode second = announcement(receiver, 2);

      assertThat(second).as("payload 1 again").hasSize(10);
      assertShown(first.path("deliveryId").asText());
    }
  }

  @Test
  void testOfTheConfigurationIsAnnouncedInItsPayload() throws Exception {
    try (AnsweringReceiver receiver = new AnsweringReceiver(200)) {
      String id = create(receiver.url());
      post(id, "test");
      JsonNode test = announcement(receiver, 1);

      assertThat(test.path("test").asBoolean()).isTrue();
      assertThat(test.path("fileSha256").asText())
          .isEqualTo(FileDigest.of(file(test.path("callbackURL").asText())));
    }
  }

  private String create(URI receiver) throws Exception {
    ObjectNode body = fields(receiver).put("signature", running.signatureText());
    return running
        .api
        .send("POST", CONFIGURATIONS, body.put("payloadVersion", 2))
        .required("id")
        .asText();
  }

  private void replace(String id, URI receiver) throws Exception {
    var _ = running.api.send("PUT", CONFIGURATIONS + "/" + id, fields(receiver), "If-Match", "*");
  }

  private void post(String id, String action) throws Exception {
    var _ =
        running.api.send("POST", CONFIGURATIONS + "/" + id + "/" + action, JSON.createObjectNode());
  }

  private static ObjectNode fields(URI receiver) {
    return JSON.createObjectNode()
        .put("name", "Payload 2 at " + receiver.getPort())
        .put("url", receiver.toString());
  }

  private static JsonNode announcement(AnsweringReceiver receiver, int number) throws Exception {
    List<String> bodies =
        Await.until(
            "announcement " + number, () -> receiver.bodies, found -> found.size() >= number);
    return JSON.readTree(bodies.get(number - 1));
  }

  /// The record of each attempt shows the payload that it sent.
  private void assertShown(String id) throws Exception {
    JsonNode delivery =
        Await.until(
            "the delivery's record",
            () -> running.api.get("/deliveries/" + id),
            found -> found.path("status").asText().equals("DELIVERED"));
    assertThat(JSON.readTree(delivery.at("/attempts/0/request/body").asText())).hasSize(22);
    assertThat(JSON.readTree(delivery.at("/attempts/1/request/body").asText())).hasSize(10);
  }

  private byte[] file(String link) throws Exception {
    String location =
        running.send("GET", URI.create(link)).headers().firstValue("Location").orElseThrow();
    return running.send("GET", URI.create(location)).body();
  }
}
