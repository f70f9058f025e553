package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests changes that operators make through the API, and their effect on dispatch, on the real
/// stores and queues.
@ExtendWith(SharedSystem.class)
class OperationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static int tasks = 100;

  private final RunningSystem running;
  private final TaskId task = new TaskId(++tasks);
  @AutoClose private AnsweringReceiver receiver;
  private String configuration;

  OperationsTest(RunningSystem running) {
    this.running = running;
  }

  @BeforeEach
  void configure() throws Exception {
    receiver = new AnsweringReceiver(200);
    running.announce(task, receiver.url(), running.secrets.signature());
    configuration =
        "/webhook-configurations/"
            + get("/cdr-tasks/" + task).path("webhookConfigurationId").asText();
  }

  @Test
  void goneReceiverIsDisabledAndGetsHeldReportsOnceEnabled() throws Exception {
    receiver.answer(410);
    String gone = uploaded("gone.zip");
    delivery(gone, "HELD");
    String later = uploaded("later.zip");
    delivery(later, "HELD");
    assertThat(get(configuration).path("enabled").asBoolean()).isFalse();

    receiver.answer(200);
    HttpResponse<String> enabled = replace(revision());

    assertThat(enabled.statusCode()).as(enabled.body()).isEqualTo(200);
    assertThat(delivery(gone, "DELIVERED").path("attempts")).hasSize(2);
    assertThat(delivery(later, "DELIVERED").path("attempts")).hasSize(1);
  }

  @Test
  void recoverySendsUnroutedReportsToTheTasksConfiguration() throws Exception {
    assertThat(send("DELETE", "/cdr-tasks/" + task, "").statusCode()).isEqualTo(204);
    // A report of the second of the deletion still belongs to the task's configuration.
    Instant deleted = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Await.until("the next second", Instant::now, deleted.plusSeconds(1)::isBefore);
    String unrouted = uploaded("unrouted.zip");
    delivery(unrouted, "UNROUTED");
    running.api.createTask(task, "Task " + task, configurationId());

    ObjectNode window =
        JSON.createObjectNode()
            .put("configurationId", configurationId())
            .put("from", Instant.now().minusSeconds(600).toString())
            .put("to", Instant.now().plusSeconds(1).toString());
    HttpResponse<String> started = send("POST", "/recoveries", window.toString());

    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    delivery(unrouted, "DELIVERED");
    String recovery = "/recoveries/" + JSON.readTree(started.body()).path("id").asText();
    Await.until(
        "the end of the recovery",
        () -> get(recovery),
        found ->
            found.path("status").asText().equals("FINISHED")
                && found.path("recovered").asInt() == 1);
  }

  @Test
  void failedReportIsSentAgainOnRequest() throws Exception {
    receiver.answer(503);
    String id = uploaded("again.zip");
    Await.until(
        "a first attempt",
        () -> get("/deliveries/" + id),
        found -> found.path("nextAttemptAt").isTextual() && found.path("attempts").size() == 1);

    receiver.answer(200);
    assertThat(send("POST", "/deliveries/" + id + "/redeliver", "{}").statusCode()).isEqualTo(202);

    JsonNode delivered = delivery(id, "DELIVERED");
    assertThat(delivered.path("round").asInt()).isEqualTo(2);
    assertThat(delivered.path("attempts")).hasSize(2);
  }

  @Test
  void revokedLinkAnswers404AndARedeliveryIssuesAnother() throws Exception {
    String id = uploaded("revoked.zip");
    delivery(id, "DELIVERED");
    URI link = link(0);
    assertThat(running.send("GET", link).statusCode()).isEqualTo(302);

    HttpResponse<String> revoked = send("DELETE", "/deliveries/" + id + "/links", "");

    assertThat(revoked.body()).isEqualTo("{\"revoked\":1}");
    assertThat(running.send("GET", link).statusCode()).isEqualTo(404);
    assertThat(send("POST", "/deliveries/" + id + "/redeliver", "{}").statusCode()).isEqualTo(202);
    Await.until("a second request", receiver.bodies::size, size -> size == 2);
    assertThat(running.send("GET", link(1)).statusCode()).isEqualTo(302);
  }

  private URI link(int request) throws IOException {
    return URI.create(JSON.readTree(receiver.bodies.get(request)).required("callbackURL").asText());
  }

  @Test
  void testOfAConfigurationReachesItsReceiver() throws Exception {
    HttpResponse<String> answer = send("POST", configuration + "/test", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);

    String id = JSON.readTree(answer.body()).path("deliveryId").asText();
    assertThat(delivery(id, "DELIVERED").path("test").asBoolean()).isTrue();
    assertThat(running.send("GET", link(0)).statusCode()).isEqualTo(302);
  }

  /// The id of its delivery, once it is recorded.
  private String uploaded(String fileName) throws Exception {
    running.upload("reports/" + task + "/" + fileName, Zips.deflated(Map.of("a.csv", "1\n")));
    return Await.until(
        "the delivery of " + fileName,
        () ->
            running
                .api
                .get("/deliveries?taskId=" + task)
                .path("items")
                .valueStream()
                .filter(item -> item.path("fileName").asText().equals(fileName))
                .map(item -> item.path("id").asText())
                .findAny()
                .orElse(""),
        id -> !id.isEmpty());
  }

  private JsonNode delivery(String id, String status) throws Exception {
    return Await.until(
        id + " " + status,
        () -> get("/deliveries/" + id),
        found -> found.path("status").asText().equals(status));
  }

  private String configurationId() {
    return configuration.substring(configuration.lastIndexOf('/') + 1);
  }

  private String revision() throws Exception {
    return send("GET", configuration, "").headers().firstValue("ETag").orElseThrow();
  }

  private HttpResponse<String> replace(String revision) throws Exception {
    ObjectNode body =
        JSON.createObjectNode()
            .put("name", "Receiver of task " + task)
            .put("url", receiver.url().toString())
            .put("enabled", true);
    return send("PUT", configuration, body.toString(), "If-Match", revision);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(running.system.apiUrl().resolve("/bulk/cdr-mgr/v1" + path))
            .header("Authorization", "Bearer " + running.token.reveal())
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return running.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
