package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.openapi.Operation;
import java.time.LocalDate;
import java.util.Map;

/// Has a valid request for each documented operation, if the stores hold what [#filled] puts there.
final class DocumentedRequests {
  static final String CONFIGURATION = "cfg_00000000000000000000000000000001";
  static final String DELIVERY = "dlv_00000000000000000000000000000002";
  static final String RECOVERY = "job_00000000000000000000000000000003";
  static final String REVOCATION = "revoke_00000000000000000000000000000004";
  static final String TASK = "1";

  private static final String WINDOW =
      "{\"configurationId\":\""
          + CONFIGURATION
          + "\",\"from\":\"2026-02-01T00:00:00Z\",\"to\":\"2026-03-01T00:00:00Z\"}";

  private static final Map<String, String> BODIES =
      Map.of(
          "createWebhookConfiguration",
          TestApi.creation("New"),
          "replaceWebhookConfiguration",
          "{\"name\":\"Other\",\"url\":\"https://receiver.example/cdr\",\"enabled\":false}",
          "rotateSignature",
          "{\"signature\":\"" + TestApi.SIGNATURE + "\",\"overlapDays\":7}",
          "testWebhookConfiguration",
          "{}",
          "retryNow",
          "{}",
          "saveCdrTask",
          "{\"taskName\":\"Calls\",\"webhookConfigurationId\":\"" + CONFIGURATION + "\"}",
          "redeliver",
          "{\"newId\":true}",
          "redeliverMany",
          "{\"ids\":[\"" + DELIVERY + "\"]}",
          "startRecovery",
          WINDOW,
          "stopRecovery",
          "{}");

  private DocumentedRequests() {}

  /// A configuration with a statement, a task that does not use it, a delivery, a recovery and a
  /// revocation.
  static TestApi filled() {
    TestApi api = new TestApi();
    api.configured("Existing");
    api.stated(CONFIGURATION, LocalDate.parse("2026-03-04"));
    api.post("/webhook-configurations/" + CONFIGURATION + "/test");
    api.post("/recoveries", WINDOW);
    api.delete("/webhook-configurations/" + CONFIGURATION + "/links");
    api.put("/cdr-tasks/" + TASK, "{\"taskName\":\"Calls\"}");
    return api;
  }

  /// Returns the request without a token and without `If-Match`.
  static ApiGatewayEvent anonymous(Operation operation) {
    ApiGatewayEvent event = ApiGatewayEvent.of(operation.method(), path(operation, id(operation)));
    if (operation.id().equals("listDeliveries")) {
      return event.withQuery("taskId=" + TASK);
    }
    if (operation.id().equals("search")) {
      return event.withQuery("q=calls");
    }
    if (operation.id().equals("getStatement")) {
      return event.withQuery("day=2026-03-04");
    }
    String body = body(operation);
    return body.isEmpty()
        ? event
        : event.withHeader("content-type", "application/json").withBody(body);
  }

  static ApiGatewayEvent taken(Operation operation) {
    boolean replaces =
        operation.parameters("header").stream()
            .anyMatch(header -> header.name().equals("If-Match"));
    ApiGatewayEvent event = anonymous(operation).withScopes("webhooks/read", "webhooks/write");
    return replaces ? event.withHeader("if-match", "\"1\"") : event;
  }

  /// Empty text if the operation has no body.
  static String body(Operation operation) {
    return BODIES.getOrDefault(operation.id(), "");
  }

  /// The path of an operation with another id in it.
  static String path(Operation operation, String id) {
    return TestApi.BASE + operation.template().replaceFirst("\\{.*?}", id);
  }

  private static String id(Operation operation) {
    String template = operation.template();
    if (template.startsWith("/deliveries")) {
      return DELIVERY;
    }
    if (template.startsWith("/recoveries")) {
      return RECOVERY;
    }
    if (template.startsWith("/revocations")) {
      return REVOCATION;
    }
    return template.startsWith("/cdr-tasks") ? TASK : CONFIGURATION;
  }
}
