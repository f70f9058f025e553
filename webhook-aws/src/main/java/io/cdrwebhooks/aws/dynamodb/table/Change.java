package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;
import java.util.stream.Stream;

/// An update of an item: the attributes that it sets, and those that it removes.
///
/// In its expression `:name` stands for the new value of the attribute `name`, so conditions must
/// use other names for their values.
public record Change(Item set, List<String> removed) {
  /// Returns a change that sets all attributes of the item, and removes attributes named in
  /// `cleared` that the item lacks, such as an empty text.
  public static Change to(Item attributes, String... cleared) {
    return new Change(
        attributes, Stream.of(cleared).filter(name -> !attributes.has(name)).toList());
  }

  /// Returns this change, which also removes another attribute.
  public Change without(String name) {
    return new Change(set, Stream.concat(removed.stream(), Stream.of(name)).toList());
  }

  public String expression() {
    StringBuilder expression = new StringBuilder();
    String before = "SET ";
    for (String name : set.names()) {
      expression.append(before).append('#').append(name).append(" = :").append(name);
      before = ", ";
    }
    before = " REMOVE ";
    for (String name : removed) {
      expression.append(before).append('#').append(name);
      before = ", ";
    }
    return expression.toString();
  }

  /// Returns the values of the expression; callers may add those of a condition.
  public Item values() {
    return set.asValues();
  }
}
