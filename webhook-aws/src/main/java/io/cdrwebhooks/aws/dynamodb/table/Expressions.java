package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The names and values in conditions and updates. `#name` stands for the attribute `name`, which
/// may then be one of DynamoDB's several hundred reserved words. `:name` stands for a value.
final class Expressions {
  private static final Pattern ATTRIBUTE = Pattern.compile("#[A-Za-z0-9]+");

  /// The most expressions whose names are kept; this system has fewer. Others are searched each
  /// time.
  private static final int MAX_CACHED = 1_000;

  /// The names in each expression that was searched before.
  private static final Map<String, Map<String, String>> CACHE = new ConcurrentHashMap<>();

  private Expressions() {}

  /// Returns null if there are no names, because DynamoDB refuses an empty map.
  static @Nullable Map<String, String> namesOrNone(String expressions) {
    Map<String, String> names = CACHE.get(expressions);
    if (names == null) {
      names = names(expressions);
      if (CACHE.size() < MAX_CACHED) {
        CACHE.put(expressions, names);
      }
    }
    return names.isEmpty() ? null : names;
  }

  private static Map<String, String> names(String expressions) {
    return ATTRIBUTE
        .matcher(expressions)
        .results()
        .map(MatchResult::group)
        .distinct()
        .collect(Collectors.toUnmodifiableMap(name -> name, name -> name.substring(1)));
  }

  /// Returns null if there are no values, because DynamoDB refuses an empty map.
  static @Nullable Map<String, AttributeValue> valuesOrNone(Item values) {
    Map<String, AttributeValue> attributes = values.attributes();
    return attributes.isEmpty() ? null : attributes;
  }
}
