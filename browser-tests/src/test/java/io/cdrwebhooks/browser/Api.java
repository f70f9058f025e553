package io.cdrwebhooks.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Prepares a test of the console with requests to the API.
public final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration API_TIMEOUT = Duration.ofSeconds(30);

  private static final String CONFIGURATIONS = "/bulk/cdr-mgr/v1/webhook-configurations";

  private final HttpClient http = HttpClient.newHttpClient();
  private final RunningConsole console;

  public Api(RunningConsole console) {
    this.console = console;
  }

  /// Creates a configuration and returns its id.
  public String createConfiguration(String name, URI url, String signature) throws Exception {
    return send(
            "POST",
            CONFIGURATIONS,
            Map.of("name", name, "url", url.toString(), "signature", signature))
        .required("id")
        .asText();
  }

  /// Creates a configuration whose receiver may send requests, and returns its id.
  public String createAskingConfiguration(String name, URI url) throws Exception {
    return send(
            "POST",
            CONFIGURATIONS,
            Map.of(
                "name",
                name,
                "url",
                url.toString(),
                "signature",
                "0123456789abcdef0123456789abcdef",
                "receiverRequests",
                Map.of("enabled", true)))
        .required("id")
        .asText();
  }

  /// Reads a configuration until its lane is `FAILING`.
  public void waitUntilFailing(String configurationId) throws Exception {
    Instant patience = Instant.now().plus(API_TIMEOUT);
    while (!read(configurationId).at("/lane/state").asText().equals("FAILING")) {
      if (Instant.now().isAfter(patience)) {
        throw new IllegalStateException("no breaker has opened within " + API_TIMEOUT);
      }
    }
  }

  public JsonNode read(String configurationId) throws Exception {
    return send(
        HttpRequest.newBuilder(console.origin().resolve(CONFIGURATIONS + "/" + configurationId))
            .header("Authorization", "Bearer " + console.apiToken())
            .build());
  }

  /// Disables or enables a configuration, whatever its state.
  public void replaceConfiguration(String id, String name, URI url, boolean enabled)
      throws Exception {
    replace(
        "/bulk/cdr-mgr/v1/webhook-configurations/" + id,
        Map.of("name", name, "url", url.toString(), "enabled", enabled));
  }

  public void sendTest(String configurationId) throws Exception {
    var _ =
        send(
            "POST",
            "/bulk/cdr-mgr/v1/webhook-configurations/" + configurationId + "/test",
            Map.of());
  }

  /// Creates a task whose Webhook option is on.
  public void saveTask(int taskId, String name, String configurationId) throws Exception {
    var _ =
        send(
            "PUT",
            "/bulk/cdr-mgr/v1/cdr-tasks/" + taskId,
            Map.of("taskName", name, "webhookConfigurationId", configurationId));
  }

  /// Creates a task whose Webhook option is off.
  public void saveTask(int taskId, String name) throws Exception {
    var _ = send("PUT", "/bulk/cdr-mgr/v1/cdr-tasks/" + taskId, Map.of("taskName", name));
  }

  /// Renames a task, and turns its Webhook option off.
  public void renameTask(int taskId, String name) throws Exception {
    replace("/bulk/cdr-mgr/v1/cdr-tasks/" + taskId, Map.of("taskName", name));
  }

  public void exportSample(int taskId) throws Exception {
    var _ = send("POST", "/local/sample-reports", Map.of("taskId", taskId, "lines", 10));
  }

  /// Returns another link that opens the console, like the one that `make console-link` prints.
  public URI consoleLink() throws Exception {
    return URI.create(
        send("POST", "/local/console-links", Map.of()).required("consoleLink").asText());
  }

  private void replace(String path, Map<String, Object> body) throws Exception {
    var _ = send(request("PUT", path, body).header("If-Match", "*").build());
  }

  private JsonNode send(String method, String path, Map<String, Object> body) throws Exception {
    return send(request(method, path, body).build());
  }

  private HttpRequest.Builder request(String method, String path, Map<String, Object> body)
      throws IOException {
    return HttpRequest.newBuilder(console.origin().resolve(path))
        .header("Authorization", "Bearer " + console.apiToken())
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(request.method() + " " + request.uri() + ": " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }
}
