package io.cdrwebhooks.chaos.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.chaos.wire.HttpMessage;
import java.util.Locale;
import java.util.Map;

/// What a request asks of its service, e.g. `deliveries/claim`, and of which delivery, task or
/// configuration; empty text if of none.
public record RequestKind(String name, String subject) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static RequestKind of(Service service, HttpMessage request) {
    return switch (service) {
      case DYNAMODB -> ofDynamoDb(operation(request), json(request));
      case S3 -> ofS3(request.head().startLine());
      case SQS -> ofSqs(operation(request), json(request));
    };
  }

  /// Whether a delivery's own record, or that of an attempt, is what it is after this.
  boolean isWriteOfDelivery() {
    return name.startsWith("deliveries/")
        && !subject.isEmpty()
        && !name.endsWith("/get")
        && !name.endsWith("/announce");
  }

  /// Both services name the operation after a dot: `DynamoDB_20120810.GetItem`.
  private static String operation(HttpMessage request) {
    String target = request.head().header("X-Amz-Target").orElse("?.?");
    return target.substring(target.lastIndexOf('.') + 1);
  }

  private static JsonNode json(HttpMessage request) {
    try {
      return JSON.readTree(request.content());
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("memory does not fail to be read", e);
    }
  }

  private static RequestKind ofDynamoDb(String operation, JsonNode request) {
    if (operation.equals("TransactWriteItems")) {
      // Named after its first write.
      Map.Entry<String, JsonNode> first =
          request.path("TransactItems").path(0).properties().iterator().next();
      return ofDynamoDb(first.getKey() + "Item", first.getValue());
    }
    String table = request.path("TableName").asText();
    JsonNode key = request.path(operation.equals("PutItem") ? "Item" : "Key");
    String subject = subject(key);
    if (operation.equals("Query")) {
      String index = request.path("IndexName").asText("attempts");
      return new RequestKind(table + "/query-" + index, "");
    }
    if (!table.equals("deliveries")) {
      return new RequestKind(table + "/" + plain(operation), subject);
    }
    String item = key.path("item").path("S").asText();
    if (item.equals("job")) {
      return new RequestKind("jobs/" + plain(operation), subject);
    }
    if (item.equals("lane")) {
      return new RequestKind("lanes/" + plain(operation), subject);
    }
    if (item.equals("work")) {
      return new RequestKind("notes/" + plain(operation), "");
    }
    String what =
        switch (operation) {
          case "PutItem" -> item.startsWith("attempt") ? "attempt" : "record";
          case "UpdateItem" -> update(request.path("UpdateExpression").asText());
          default -> plain(operation);
        };
    return new RequestKind("deliveries/" + what, subject);
  }

  private static String update(String expression) {
    if (expression.contains(":claimedBy")) {
      return "claim";
    }
    if (expression.contains(":completedLease")) {
      return "complete";
    }
    if (expression.contains("ADD #round")) {
      return "restart";
    }
    if (expression.equals("REMOVE #dueAt")) {
      return "settle";
    }
    if (expression.equals("REMOVE #leasedUntil, #claimedBy")) {
      return "give-back";
    }
    if (expression.equals("SET #dueAt = :now")) {
      return "pull-forward";
    }
    if (expression.contains("announced")) {
      return "announce";
    }
    return expression.contains(":writtenBy") ? "stop" : "deliver-late";
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
    if (target.contains("?versions")
        || target.contains("&versions")
        || target.contains("list-type")) {
      return new RequestKind("reports/list", "");
    }
    return new RequestKind("reports/" + parts[0].toLowerCase(Locale.ROOT), target);
  }

  private static RequestKind ofSqs(String operation, JsonNode request) {
    String url = request.path("QueueUrl").asText();
    return new RequestKind(url.substring(url.lastIndexOf('/') + 1) + "/" + operation, "");
  }
}
