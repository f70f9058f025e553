package io.cdrwebhooks.chaos;

import static java.util.Objects.requireNonNull;

import io.cdrwebhooks.chaos.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads every item of the deliveries' table: the size of the largest, and the existing deliveries.
final class ScannedDeliveries {
  final List<String> deliveryIds = new ArrayList<>();
  long longestBytes;

  ScannedDeliveries(DynamoDbClient client) {
    client
        .scanPaginator(scan -> scan.tableName(World.TABLES.deliveries()))
        .items()
        .forEach(this::add);
  }

  private void add(Map<String, AttributeValue> item) {
    longestBytes = Math.max(longestBytes, sizeBytes(item));
    if (item.containsKey("item") && item.get("item").s().equals("delivery")) {
      deliveryIds.add(requireNonNull(item.get("id")).s());
    }
  }

  /// Returns the item's size as DynamoDB computes it, except that numbers count as a little larger.
  private static long sizeBytes(Map<String, AttributeValue> item) {
    long size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      AttributeValue value = attribute.getValue();
      String text = value.s() != null ? value.s() : value.n() != null ? value.n() : "b";
      size += length(attribute.getKey()) + length(text);
    }
    return size;
  }

  private static long length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
