package io.cdrwebhooks.chaos.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.emulators.http.HttpHead;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kind of a request, such as [#CLAIM], and the id of the item that it writes. `subject` is
/// empty text if there is none.
record RequestKind(String name, String subject) {
  static final String CLAIM = "deliveries/delivery/UpdateItem/claim";
  static final String COMPLETE = "deliveries/delivery/UpdateItem/complete";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NAMED = 40;

  static RequestKind of(Service service, HttpHead head, byte[] body) throws IOException {
    if (service == Service.S3) {
      String target = head.startLine();
      boolean isList = target.matches(".*([?&]versions|list-type).*");
      return new RequestKind(
          isList ? "reports/list" : "reports/" + target.replaceFirst(" .*", ""), "");
    }
    // Both services name the operation after a dot: DynamoDB_20120810.GetItem.
    String operation = head.header("X-Amz-Target").orElseThrow().replaceFirst(".*\\.", "");
    JsonNode request = JSON.readTree(body);
    if (service == Service.SQS) {
      String queue = request.path("QueueUrl").asText().replaceFirst(".*/", "");
      return new RequestKind(queue + "/" + operation, "");
    }
    return ofDynamoDb(operation, request);
  }

  private static RequestKind ofDynamoDb(String operation, JsonNode request) {
    if (operation.equals("TransactWriteItems")) {
      // A transaction has the name of its first write.
      var first = request.path("TransactItems").path(0).properties().iterator().next();
      return ofDynamoDb(first.getKey() + "Item", first.getValue());
    }
    if (operation.equals("BatchGetItem")) {
      String first = request.path("RequestItems").fieldNames().next();
      return new RequestKind(first + "/" + operation, "");
    }
    JsonNode key = request.path(operation.equals("PutItem") ? "Item" : "Key");
    String item = key.path("item").path("S").asText().replaceFirst("#.*", "");
    String update = item.equals("delivery") ? update(request) : "";
    String name =
        Stream.of(
                request.path("TableName").asText(),
                item,
                request.path("IndexName").asText(),
                operation,
                update)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("/"));
    return new RequestKind(name, key.path("id").path("S").asText());
  }

  /// Returns a name for the update of a delivery: its expression begins differently for each kind.
  private static String update(JsonNode request) {
    String expression = request.path("UpdateExpression").asText();
    if (expression.contains(":claimedBy")) {
      return "claim";
    }
    return expression.contains(":completedLease")
        ? "complete"
        : expression.substring(0, Math.min(NAMED, expression.length()));
  }
}
