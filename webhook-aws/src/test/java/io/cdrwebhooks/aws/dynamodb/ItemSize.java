package io.cdrwebhooks.aws.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Computes the size of an item as DynamoDB does: names and values in UTF-8 bytes, and three more
/// for each list or map with one more for each element. Numbers take fewer bytes than their digits,
/// but count as their digits here.
final class ItemSize {
  private ItemSize() {}

  static int bytes(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
        .sum();
  }

  private static int bytes(AttributeValue value) {
    return switch (value.type()) {
      case S -> bytes(value.s());
      case N -> bytes(value.n());
      case BOOL -> 1;
      case L -> 3 + value.l().stream().mapToInt(part -> 1 + bytes(part)).sum();
      case M -> 3 + value.m().size() + bytes(value.m());
      case SS, NS, B, BS, NUL, UNKNOWN_TO_SDK_VERSION ->
          throw new AssertionError("no store writes " + value.type());
    };
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
