package io.cdrwebhooks.chaos.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.emulators.http.HttpHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The kind of a request, such as `deliveries/claim`, and the id of its delivery, task or
/// configuration. `subject` is empty text if there is none. An unknown request is an exception,
/// because a wrong name would explain duplicates that have another cause.
record RequestKind(String name, String subject) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A part of the expression of each update of a delivery; the first one that is there counts.
  private static final List<Map.Entry<String, String>> UPDATES =
      List.of(
          Map.entry(":claimedBy", "claim"),
          Map.entry(":completedLease", "complete"),
          Map.entry("ADD #round", "restart"),
          Map.entry(":writtenBy", "stop"),
          Map.entry("#status = :status", "deliver-late"),
          Map.entry("REMOVE #leasedUntil, #claimedBy", "release-claim"),
          Map.entry("REMOVE #dueAt", "clear-due-at"),
          Map.entry("SET #dueAt = :now", "make-due-now"),
          Map.entry("#announcedAt", "announce"));

  static RequestKind of(Service service, HttpHead head, byte[] body) {
    return switch (service) {
      case DYNAMODB -> ofDynamoDb(operation(head), json(body));
      case S3 -> ofS3(head.startLine());
      case SQS -> ofSqs(operation(head), json(body));
    };
  }

  /// Returns whether the request changes the record of a delivery or of an attempt.
  boolean isWriteOfDelivery() {
    return name.startsWith("deliveries/")
        && !subject.isEmpty()
        && !name.endsWith("/get")
        && !name.endsWith("/announce");
  }

  /// Returns the operation, which both services name after a dot: `DynamoDB_20120810.GetItem`.
  private static String operation(HttpHead head) {
    String target = head.header("X-Amz-Target").orElseThrow();
    return target.substring(target.lastIndexOf('.') + 1);
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException("a request must be JSON", e);
    }
  }

  private static RequestKind ofDynamoDb(String operation, JsonNode request) {
    if (operation.equals("TransactWriteItems")) {
      // A transaction has the name of its first write.
      Map.Entry<String, JsonNode> first =
          request.path("TransactItems").path(0).properties().iterator().next();
      return ofDynamoDb(first.getKey() + "Item", first.getValue());
    }
    if (operation.equals("BatchGetItem")) {
      String first = request.path("RequestItems").properties().iterator().next().getKey();
      return new RequestKind(first + "/batchget", "");
    }
    String table = request.path("TableName").asText();
    JsonNode key = request.path(operation.equals("PutItem") ? "Item" : "Key");
    if (operation.equals("Query")) {
      String index = request.path("IndexName").asText("attempts");
      return new RequestKind(table + "/query-" + index, "");
    }
    if (!table.equals("deliveries") || key.isMissingNode()) {
      return new RequestKind(table + "/" + plain(operation), subject(key));
    }
    return ofItem(operation, key, request);
  }

  private static RequestKind ofItem(String operation, JsonNode key, JsonNode request) {
    String subject = subject(key);
    String item = key.path("item").path("S").asText().replaceFirst("#.*", "");
    return switch (item) {
      case "delivery", "attempt" ->
          new RequestKind("deliveries/" + ofDelivery(operation, item, request), subject);
      case "job" -> new RequestKind("jobs/" + plain(operation), subject);
      case "lane" -> new RequestKind("lanes/" + plain(operation), subject);
      case "work" -> new RequestKind("notes/" + plain(operation), "");
      case "mail", "digest" -> new RequestKind(item + "s/" + plain(operation), "");
      case "numbers", "watch" -> new RequestKind(item + "/" + plain(operation), "");
      default -> throw new IllegalArgumentException("item must be of a known kind: " + key);
    };
  }

  private static String ofDelivery(String operation, String item, JsonNode request) {
    return switch (operation) {
      case "PutItem" -> item.equals("attempt") ? "attempt" : "record";
      case "UpdateItem" -> update(request.path("UpdateExpression").asText());
      default -> plain(operation);
    };
  }

  private static String update(String expression) {
    return UPDATES.stream()
        .filter(known -> expression.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("update must be a known one: " + expression));
  }

  private static String plain(String operation) {
    return operation.replace("Item", "").toLowerCase(Locale.ROOT);
  }

  private static String subject(JsonNode key) {
    if (key.has("deliveryId")) {
      return key.path("deliveryId").path("S").asText();
    }
    return key.has("taskId") && !key.has("id")
        ? "task " + key.path("taskId").path("N").asText()
        : key.path("id").path("S").asText();
  }

  private static RequestKind ofS3(String startLine) {
    String[] parts = startLine.split(" ", 3);
    String target = parts.length > 1 ? parts[1] : "";
    return target.matches(".*([?&]versions|list-type).*")
        ? new RequestKind("reports/list", "")
        : new RequestKind("reports/" + parts[0].toLowerCase(Locale.ROOT), target);
  }

  private static RequestKind ofSqs(String operation, JsonNode request) {
    String url = request.path("QueueUrl").asText();
    return new RequestKind(url.substring(url.lastIndexOf('/') + 1) + "/" + operation, "");
  }
}
