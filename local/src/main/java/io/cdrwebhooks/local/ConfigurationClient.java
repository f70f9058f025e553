package io.cdrwebhooks.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Sets webhooks up through the HTTP API, as any client of it would.
public final class ConfigurationClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  public ConfigurationClient(URI apiUrl, ApiToken token) {
    this(apiUrl, token.reveal());
  }

  /// With a token of whatever issuer the system trusts.
  ConfigurationClient(URI apiUrl, String token) {
    this.base = apiUrl.resolve("/bulk/cdr-mgr/v1");
    this.token = token;
  }

  /// Answers the new configuration's id.
  String createConfiguration(String name, URI url, SignatureKey signature)
      throws IOException, InterruptedException {
    return createConfiguration(name, url, signature, SendLimits.STANDARD);
  }

  /// Answers the new configuration's id.
  public String createConfiguration(String name, URI url, SignatureKey signature, SendLimits limits)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("name", name).put("url", url.toString());
    body.put("signature", new String(signature.bytes(), StandardCharsets.UTF_8));
    body.put("maxInFlight", limits.maxInFlight());
    limits.maxPerSecond().ifPresent(rate -> body.put("maxPerSecond", rate));
    return send("POST", "/webhook-configurations", body).required("id").asText();
  }

  /// Creates a task with its Webhook option on.
  public void createTask(TaskId taskId, String name, String configurationId)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("taskName", name).put("webhookConfigurationId", configurationId);
    var _ = send("PUT", "/cdr-tasks/" + taskId, body);
  }

  /// Creates a task with its Webhook option off.
  void createTask(TaskId taskId, String name) throws IOException, InterruptedException {
    var _ = send("PUT", "/cdr-tasks/" + taskId, JSON.createObjectNode().put("taskName", name));
  }

  JsonNode delivery(String id) throws IOException, InterruptedException {
    return send("GET", "/deliveries/" + id, null);
  }

  /// A page of a task's deliveries.
  JsonNode deliveries(TaskId taskId) throws IOException, InterruptedException {
    return deliveries("taskId=" + taskId);
  }

  /// A page of the deliveries that a query asks for.
  public JsonNode deliveries(String query) throws IOException, InterruptedException {
    return send("GET", "/deliveries?" + query, null);
  }

  JsonNode configurations() throws IOException, InterruptedException {
    return send("GET", "/webhook-configurations", null);
  }

  JsonNode statistics() throws IOException, InterruptedException {
    return send("GET", "/statistics", null);
  }

  JsonNode platform() throws IOException, InterruptedException {
    return send("GET", "/platform", null);
  }

  JsonNode tasks() throws IOException, InterruptedException {
    return send("GET", "/cdr-tasks", null);
  }

  /// Whether there are no configurations and no tasks yet.
  boolean isEmpty() throws IOException, InterruptedException {
    return configurations().required("items").isEmpty() && tasks().required("items").isEmpty();
  }

  private JsonNode send(String method, String path, @Nullable ObjectNode body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          method
              + " "
              + path
              + " was answered with "
              + response.statusCode()
              + ": "
              + response.body());
    }
    return JSON.readTree(response.body());
  }
}
