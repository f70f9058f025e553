package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.configuration.ReceiverUrl;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// One request of the API's rehearsal; `query` and `body` are empty text when it has none.
record RehearsedRequest(String method, String path, String query, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What the console asks until it shows its pages: the lists, what happened in the last day, the
  /// deployment, and one of what is listed. Then somebody saves a configuration with this receiver.
  static List<RehearsedRequest> all(ReceiverUrl receiver, Instant now) {
    String configuration = RehearsedTables.CONFIGURATION.value();
    String dayAgo = now.truncatedTo(ChronoUnit.HOURS).minus(23, ChronoUnit.HOURS).toString();
    return List.of(
        get("/webhook-configurations", "limit=50"),
        get("/cdr-tasks", "limit=50"),
        get("/deliveries", "limit=50"),
        get("/deliveries", "limit=1&configurationId=" + configuration),
        get("/statistics", "from=" + dayAgo.replace(":", "%3A")),
        get("/platform", ""),
        get("/webhook-configurations/" + configuration, ""),
        get("/cdr-tasks/" + RehearsedTables.TASK, ""),
        get("/deliveries/" + RehearsedDelivery.ID, ""),
        new RehearsedRequest("POST", "/webhook-configurations", "", saved(receiver.toString())));
  }

  private static RehearsedRequest get(String path, String query) {
    return new RehearsedRequest("GET", path, query, "");
  }

  private static String saved(String url) {
    return Answers.object()
        .put("name", "Rehearsal")
        .put("url", url)
        .put("signature", "a made-up Signature")
        .toString();
  }

  /// Method, path and query.
  String line() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }

  /// What API Gateway makes of it, from somebody who may do everything.
  byte[] event(Deployment.Scopes scopes) throws IOException {
    ObjectNode event =
        (ObjectNode) JSON.readTree(Rehearsal.event(RehearsedRequest.class, "asked.json"));
    String rawPath = Routes.BASE + path;
    event.put("rawPath", rawPath).put("rawQueryString", query);
    ObjectNode context = event.withObject("/requestContext");
    context.withObject("/http").put("method", method).put("path", rawPath);
    context.withObject("/authorizer/jwt/claims").put("scope", scopes.read() + " " + scopes.write());
    if (!body.isEmpty()) {
      event.put("body", body);
    }
    return JSON.writeValueAsBytes(event);
  }
}
