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

/// Tests a configuration that asks for payload 2, and then goes back to payload 1.
@SpeaksToAws
class PayloadVersionTest {
  private static final String CONFIGURATIONS = "/bulk/cdr-mgr/v1/webhook-configurations";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TaskId TASK = new TaskId(12);

  @Test
  void announcementsFollowTheConfiguration() throws Exception {
    byte[] report = RunningSystem.report("digested", 30_000);
    try (RunningSystem running = RunningSystem.start();
        AnsweringReceiver receiver = new AnsweringReceiver(500)) {
      String id = create(running, receiver.url());
      running.upload("reports/12/digested.zip", report);
      JsonNode first = announcement(receiver, 1);

      assertThat(first).hasSize(22);
      assertThat(first.path("payloadVersion").asInt()).isEqualTo(2);
      assertThat(first.path("configurationId").asText()).isEqualTo(id);
      assertThat(first.path("numberOfLines").asInt()).isEqualTo(30_000);
      assertThat(first.path("fileSha256").asText()).isEqualTo(FileDigest.of(report));
      assertThat(first.path("test").asBoolean()).isFalse();
      assertThat(first.path("sequence").asLong()).isZero();

      replace(running, id, receiver.url());
      receiver.answer(200);
      post(running, id, "retry-now");
      JsonNode second = announcement(receiver, 2);

      assertThat(second).as("payload 1 again").hasSize(10);
      assertShown(running, first.path("deliveryId").asText());
    }
  }

  @Test
  void testOfTheConfigurationIsAnnouncedInItsPayload() throws Exception {
    try (RunningSystem running = RunningSystem.start();
        AnsweringReceiver receiver = new AnsweringReceiver(200)) {
      String id = create(running, receiver.url());
      post(running, id, "test");
      JsonNode test = announcement(receiver, 1);

      assertThat(test.path("test").asBoolean()).isTrue();
      assertThat(test.path("fileSha256").asText())
          .isEqualTo(FileDigest.of(file(running, test.path("callbackURL").asText())));
    }
  }

  private static String create(RunningSystem running, URI receiver) throws Exception {
    ObjectNode body = fields(receiver).put("signature", running.signatureText());
    String id =
        running
            .api
            .send("POST", CONFIGURATIONS, body.put("payloadVersion", 2))
            .required("id")
            .asText();
    running.api.createTask(TASK, "Task 12", id);
    return id;
  }

  private static void replace(RunningSystem running, String id, URI receiver) throws Exception {
    var _ = running.api.send("PUT", CONFIGURATIONS + "/" + id, fields(receiver), "If-Match", "*");
  }

  private static void post(RunningSystem running, String id, String action) throws Exception {
    var _ =
        running.api.send("POST", CONFIGURATIONS + "/" + id + "/" + action, JSON.createObjectNode());
  }

  private static ObjectNode fields(URI receiver) {
    return JSON.createObjectNode().put("name", "Payload 2").put("url", receiver.toString());
  }

  private static JsonNode announcement(AnsweringReceiver receiver, int number) throws Exception {
    List<String> bodies =
        Await.until(
            "announcement " + number, () -> receiver.bodies, found -> found.size() >= number);
    return JSON.readTree(bodies.get(number - 1));
  }

  /// The record of each attempt shows the payload that it sent.
  private static void assertShown(RunningSystem running, String id) throws Exception {
    JsonNode delivery =
        Await.until(
            "the delivery's record",
            () -> running.api.get("/deliveries/" + id),
            found -> found.path("status").asText().equals("DELIVERED"));
    assertThat(JSON.readTree(delivery.at("/attempts/0/request/body").asText())).hasSize(22);
    assertThat(JSON.readTree(delivery.at("/attempts/1/request/body").asText())).hasSize(10);
  }

  private static byte[] file(RunningSystem running, String link) throws Exception {
    String location =
        running.send("GET", URI.create(link)).headers().firstValue("Location").orElseThrow();
    return running.send("GET", URI.create(location)).body();
  }
}
