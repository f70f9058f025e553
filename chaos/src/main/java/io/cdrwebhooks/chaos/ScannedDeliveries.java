package io.cdrwebhooks.chaos;

import static java.util.Objects.requireNonNull;

import io.cdrwebhooks.local.LocalSystem;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Every delivery of the table by its id, and the size of the table's largest item. The size is the
/// one that DynamoDB computes, except that numbers count as a little larger.
record ScannedDeliveries(Set<String> ids, long largestBytes) {
  static ScannedDeliveries read(DynamoDbClient client) {
    Set<String> ids = new HashSet<>();
    long largest = 0;
    for (Map<String, AttributeValue> item :
        client.scanPaginator(scan -> scan.tableName(LocalSystem.TABLES.deliveries())).items()) {
      largest = Math.max(largest, sizeBytes(item));
      if (item.containsKey("item") && item.get("item").s().equals("delivery")) {
        ids.add(requireNonNull(item.get("id")).s());
      }
    }
    return new ScannedDeliveries(ids, largest);
  }

  private static long sizeBytes(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToLong(each -> length(each.getKey()) + length(text(each.getValue())))
        .sum();
  }

  private static String text(AttributeValue value) {
    return value.s() != null ? value.s() : value.n() != null ? value.n() : "b";
  }

  private static long length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
