package io.cdrwebhooks.bench.throughput;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// What one thread of the product asked of AWS, in its order.
record Tape(List<Call> calls) {
  /// The ends of these names differ where [#about] makes them about something else.
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("(dlv_[0-9a-f]{22})[0-9a-f]{10}"),
          Pattern.compile("([0-9a-f]{54})[0-9a-f]{10}"));

  Tape {
    calls = List.copyOf(calls);
  }

  /// A call of a client, and when it was made, by [System#nanoTime]. The first argument is the
  /// request.
  record Call(Object client, Method method, List<Object> arguments, long nanos) {
    @Nullable Object make() throws Throwable {
      try {
        return method.invoke(client, arguments.toArray());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    /// Makes the request again. One whose condition does not hold was made all the same, and the
    /// product goes on then too.
    private void repeat() {
      try {
        Object _ = make();
      } catch (ConditionalCheckFailedException e) {
        // made all the same
      } catch (Throwable e) {
        throw new IllegalStateException("a recorded request failed", e);
      }
    }

    private Map<String, AttributeValue> key() {
      return switch (arguments.getFirst()) {
        case GetItemRequest get -> get.key();
        case PutItemRequest put -> put.item();
        case UpdateItemRequest update -> update.key();
        default -> Map.of();
      };
    }

    private Call about(int number) {
      SdkRequest other =
          switch ((SdkRequest) arguments.getFirst()) {
            case GetItemRequest get -> get.toBuilder().key(other(key(), number)).build();
            case PutItemRequest put -> put.toBuilder().item(other(key(), number)).build();
            case UpdateItemRequest update -> update.toBuilder().key(other(key(), number)).build();
            case SdkRequest request -> request;
          };
      List<Object> changed = new ArrayList<>(arguments);
      changed.set(0, other);
      return new Call(client, method, changed, nanos);
    }
  }

  /// Makes all requests again.
  void play() {
    calls.forEach(Call::repeat);
  }

  /// The delivery that it is about; empty where there is none, as for the counts of a batch.
  Optional<String> delivery() {
    return calls.stream()
        .flatMap(call -> call.key().values().stream())
        .map(AttributeValue::s)
        .filter(value -> value != null && NAMES.getFirst().matcher(value).matches())
        .findFirst();
  }

  /// Whether it is an attempt's: each stores a link.
  boolean hasLink() {
    return calls.stream().anyMatch(call -> call.key().containsKey("tokenHash"));
  }

  /// Its calls before an instant, and those from then on.
  Tape before(long nanos) {
    return new Tape(calls.stream().filter(call -> call.nanos() < nanos).toList());
  }

  Tape from(long nanos) {
    return new Tape(calls.stream().filter(call -> call.nanos() >= nanos).toList());
  }

  /// The same about another delivery and another link, so that every condition holds again.
  Tape about(int number) {
    return new Tape(calls.stream().map(call -> call.about(number)).toList());
  }

  private static Map<String, AttributeValue> other(Map<String, AttributeValue> item, int number) {
    return item.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> other(entry.getValue(), number)));
  }

  private static AttributeValue other(AttributeValue value, int number) {
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
