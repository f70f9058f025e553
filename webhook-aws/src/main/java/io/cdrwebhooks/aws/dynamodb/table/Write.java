package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Optional;

/// The result of a conditional write: `done` says whether its condition held. `item` is the stored
/// item if the condition did not hold, or the item that the update returns; empty if there is none.
public record Write(boolean done, Optional<Item> item) {
  /// Returns whether this writer's mark is stored: the write has just succeeded, or it had
  /// succeeded before and its answer was lost.
  public boolean isBy(String attribute, String writer) {
    return done || WriterMark.has(item, attribute, writer);
  }
}
