package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The names and values in conditions and updates. `#name` stands for the attribute `name`, which
/// may then be one of DynamoDB's several hundred reserved words. `:name` stands for a value.
final class Expressions {
  private static final Pattern ATTRIBUTE = Pattern.compile("#[A-Za-z0-9]+");

  private Expressions() {}

  /// Returns null if there are no names, because DynamoDB refuses an empty map.
  static @Nullable Map<String, String> namesOrNone(String expressions) {
    Map<String, String> names =
        ATTRIBUTE
            .matcher(expressions)
            .results()
            .map(MatchResult::group)
            .distinct()
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> name.substring(1)));
    return names.isEmpty() ? null : names;
  }

  /// Returns null if there are no values, because DynamoDB refuses an empty map.
  static @Nullable Map<String, AttributeValue> valuesOrNone(Item values) {
    Map<String, AttributeValue> attributes = values.attributes();
    return attributes.isEmpty() ? null : attributes;
  }
}
