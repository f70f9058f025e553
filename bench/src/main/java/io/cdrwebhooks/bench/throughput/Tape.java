package io.cdrwebhooks.bench.throughput;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// What one thread of the product asked of AWS, in its order.
record Tape(List<Call> calls) {
  /// The ends of these differ where [#about] makes them about something else.
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("(dlv_[0-9a-f]{22})[0-9a-f]{10}"),
          Pattern.compile("([0-9a-f]{54})[0-9a-f]{10}"));

  Tape {
    calls = List.copyOf(calls);
  }

  /// A request and when it was made, by [System#nanoTime].
  record Call(SdkRequest request, long nanos) {}

  /// The delivery that it is about; empty where there is none, as for the counts of a batch.
  Optional<String> delivery() {
    return calls.stream()
        .flatMap(call -> key(call.request()).values().stream())
        .map(AttributeValue::s)
        .filter(value -> value != null && NAMES.getFirst().matcher(value).matches())
        .findFirst();
  }

  /// Whether it is an attempt's: each stores a link of its own.
  boolean hasLink() {
    return calls.stream().anyMatch(call -> key(call.request()).containsKey("tokenHash"));
  }

  /// How many of the calls were made before an instant.
  int before(long nanos) {
    return (int) calls.stream().filter(call -> call.nanos() < nanos).count();
  }

  /// The same about another delivery and another link, so that every condition holds again.
  Tape about(int number) {
    return new Tape(
        calls.stream().map(call -> new Call(about(call.request(), number), call.nanos())).toList());
  }

  private static Map<String, AttributeValue> key(SdkRequest request) {
    return switch (request) {
      case GetItemRequest get -> get.key();
      case PutItemRequest put -> put.item();
      case UpdateItemRequest update -> update.key();
      default -> Map.of();
    };
  }

  private static SdkRequest about(SdkRequest request, int number) {
    return switch (request) {
      case GetItemRequest get -> get.toBuilder().key(about(get.key(), number)).build();
      case PutItemRequest put -> put.toBuilder().item(about(put.item(), number)).build();
      case UpdateItemRequest update -> update.toBuilder().key(about(update.key(), number)).build();
      default -> request;
    };
  }

  private static Map<String, AttributeValue> about(Map<String, AttributeValue> item, int number) {
    return item.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> about(entry.getValue(), number)));
  }

  private static AttributeValue about(AttributeValue value, int number) {
    if (value.s() == null) {
      return value;
    }
    for (Pattern pattern : NAMES) {
      Matcher matcher = pattern.matcher(value.s());
      if (matcher.matches()) {
        return AttributeValue.fromS("%s%010d".formatted(matcher.group(1), number));
      }
    }
    return value;
  }
}
