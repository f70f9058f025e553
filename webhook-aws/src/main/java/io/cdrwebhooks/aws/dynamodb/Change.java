package io.cdrwebhooks.aws.dynamodb;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an update does to an item: attributes that it sets, and attributes that it removes.
///
/// In its expression `:name` stands for the new value of the attribute `name`, so conditions need
/// other names for theirs.
record Change(Item set, List<String> removed) {
  /// Sets all that `attributes` has, and removes those named that it has not, such as an empty
  /// text.
  static Change to(Item attributes, String... cleared) {
    return new Change(
        attributes, Stream.of(cleared).filter(name -> !attributes.has(name)).toList());
  }

  String expression() {
    String sets =
        set.names().stream()
            .map(name -> "#" + name + " = :" + name)
            .collect(Collectors.joining(", ", "SET ", ""));
    String removes = removed.stream().map(name -> "#" + name).collect(Collectors.joining(", "));
    return removes.isEmpty() ? sets : sets + " REMOVE " + removes;
  }

  /// The values of the expression, to which those of a condition may be added.
  Item values() {
    return set.asValues();
  }
}
