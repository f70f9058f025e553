package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.local.receiver.ReceiverEvent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests the steps of a visitor who has only the link to the console, one by one over HTTP.
@SpeaksToAws
@ExtendWith(SharedSystem.class)
class ConsoleLinkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/bulk/cdr-mgr/v1";

  private final RunningSystem running;

  ConsoleLinkTest(RunningSystem running) {
    this.running = running;
  }

  @Test
  void linkLeadsToAReportWhoseLinkWasFollowed() throws Exception {
    URI link = running.system.consoleLink();
    assertThat(link.getPath()).isEqualTo("/console/");
    String code = link.getFragment().substring("code=".length());
    String token =
        post("", "/local/login", JSON.createObjectNode().put("code", code), 200)
            .path("token")
            .asText();

    ObjectNode configuration =
        JSON.createObjectNode()
            .put("name", "From the console")
            .put("url", running.receiverUrl().toString())
            .put("signature", running.signatureText());
    String id =
        post(token, API + "/webhook-configurations", configuration, 201).path("id").asText();
    ObjectNode task =
        JSON.createObjectNode().put("taskName", "Tried out").put("webhookConfigurationId", id);
    send("PUT", token, API + "/cdr-tasks/7", task, 201);

    ObjectNode sample = JSON.createObjectNode().put("taskId", 7).put("lines", 12_345);
    String key = post(token, "/local/sample-reports", sample, 202).path("objectKey").asText();

    String fileName = key.substring("reports/7/".length());
    JsonNode delivery =
        Await.until(
            "the delivery of " + key,
            () -> send("GET", token, API + "/deliveries?taskId=7", null, 200).at("/items/0"),
            found ->
                found.path("status").asText().equals("DELIVERED")
                    && found.path("linkFollowedAt").isTextual());
    assertThat(delivery.path("fileName").asText()).isEqualTo(fileName);
    ReceiverEvent.Accepted accepted = running.accepted(fileName, 1).getFirst();
    assertThat(accepted.announcement().numberOfLines()).isEqualTo(12_345);
    assertThat(accepted.announcement().error()).isEmpty();
    assertThat(running.search.leaks(Map.of("API token", token, "code", code))).isEmpty();
  }

  private JsonNode post(String token, String path, ObjectNode body, int expected) throws Exception {
    return send("POST", token, path, body, expected);
  }

  private JsonNode send(String method, String token, String path, ObjectNode body, int expected)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(running.system.apiUrl().resolve(path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response =
        running.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
    return JSON.readTree(response.body());
  }
}
