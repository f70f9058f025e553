package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;
import java.util.stream.Stream;

/// What an update does to an item: attributes that it sets, and attributes that it removes.
///
/// In its expression `:name` stands for the new value of the attribute `name`, so conditions need
/// other names for theirs.
public record Change(Item set, List<String> removed) {
  /// Sets all that `attributes` has, and removes those named that it has not, such as an empty
  /// text.
  public static Change to(Item attributes, String... cleared) {
    return new Change(
        attributes, Stream.of(cleared).filter(name -> !attributes.has(name)).toList());
  }

  /// The same, and another attribute is removed.
  public Change without(String name) {
    return new Change(set, Stream.concat(removed.stream(), Stream.of(name)).toList());
  }

  public String expression() {
    String sets =
        clause("SET ", set.names().stream().map(name -> "#" + name + " = :" + name).toList());
    return sets + clause(" REMOVE ", removed.stream().map(name -> "#" + name).toList());
  }

  private static String clause(String word, List<String> parts) {
    return parts.isEmpty() ? "" : word + String.join(", ", parts);
  }

  /// The values of the expression, to which those of a condition may be added.
  public Item values() {
    return set.asValues();
  }
}
