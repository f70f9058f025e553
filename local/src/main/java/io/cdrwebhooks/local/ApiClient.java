package io.cdrwebhooks.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Calls the HTTP API of a local system, as any client does.
public final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  public ApiClient(URI url, ApiToken token) {
    this(url, token.reveal());
  }

  /// Creates a client with a token of an issuer that the system trusts.
  ApiClient(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /// The system answered with a status other than 2xx; the message has the reason.
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /// Creates a configuration with the standard limits and returns its id.
  public String createConfiguration(String name, URI receiver, SignatureKey signature)
      throws IOException, InterruptedException {
    return createConfiguration(name, receiver, signature, SendLimits.STANDARD);
  }

  /// Creates a configuration and returns its id.
  public String createConfiguration(
      String name, URI receiver, SignatureKey signature, SendLimits limits)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("name", name).put("url", receiver.toString());
    body.put("signature", new String(signature.bytes(), StandardCharsets.UTF_8));
    body.put("maxInFlight", limits.maxInFlight());
    limits.maxPerSecond().ifPresent(rate -> body.put("maxPerSecond", rate));
    return send("POST", Route.BASE + "/webhook-configurations", body).required("id").asText();
  }

  /// Replaces a configuration, whatever its revision, with an enabled one that has the standard
  /// limits and the same Signature.
  public void enableConfiguration(String id, String name, URI receiver)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("name", name).put("url", receiver.toString());
    var _ = send("PUT", Route.BASE + "/webhook-configurations/" + id, body, "If-Match", "*");
  }

  /// Creates a task. Its Webhook option is on, or off if `configurationId` is null.
  public void createTask(TaskId taskId, String name, @Nullable String configurationId)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("taskName", name);
    if (configurationId != null) {
      body.put("webhookConfigurationId", configurationId);
    }
    var _ = send("PUT", Route.BASE + "/cdr-tasks/" + taskId, body);
  }

  /// Creates a task whose reports get numbers.
  public void createNumberedTask(TaskId taskId, String name, String configurationId)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("taskName", name).put("numbersReports", true);
    body.put("webhookConfigurationId", configurationId);
    var _ = send("PUT", Route.BASE + "/cdr-tasks/" + taskId, body);
  }

  /// Reads the resource at a path below the API's base path, query included.
  public JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", Route.BASE + path, null);
  }

  /// Returns whether there are no configurations and no tasks yet.
  boolean isEmpty() throws IOException, InterruptedException {
    return get("/webhook-configurations").required("items").isEmpty()
        && get("/cdr-tasks").required("items").isEmpty();
  }

  /// @throws RefusedException if the status is not 2xx
  JsonNode send(String method, String path, @Nullable ObjectNode body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, publisher);
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new RefusedException(
          "%s %s was answered with %d: %s"
              .formatted(method, path, response.statusCode(), reason(response.body())));
    }
    return JSON.readTree(response.body());
  }

  /// Returns the detail of the API's problem, in one sentence.
  private static String reason(String body) throws IOException {
    JsonNode problem = JSON.readTree(body);
    StringJoiner reason = new StringJoiner(", ");
    problem
        .path("errors")
        .forEach(
            error ->
                reason.add(error.path("field").asText() + " " + error.path("detail").asText()));
    return reason.length() > 0 ? reason + "." : problem.path("detail").asText(body);
  }
}
