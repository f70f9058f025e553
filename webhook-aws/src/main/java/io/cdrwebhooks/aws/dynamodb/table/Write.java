package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Optional;

/// What a conditional write came to.
public sealed interface Write {
  record Done() implements Write {}

  /// The condition did not hold; `current` is what stands there now, empty if nothing does.
  record Refused(Optional<Item> current) implements Write {}
}
