package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Optional;

/// The result of a conditional write.
public sealed interface Write {
  record Done() implements Write {}

  /// The condition did not hold. `current` is the stored item, empty if there is none.
  record Refused(Optional<Item> current) implements Write {}
}
