package io.cdrwebhooks.aws.dynamodb.table;

import java.util.Optional;

/// The result of a conditional write: whether its condition held. `item` is the stored item that
/// refused the write, or the one that an update was asked for; empty if there is none.
public record Write(boolean done, Optional<Item> item) {
  /// Returns whether this writer's mark is stored: the write was done now, or it was done before
  /// and its answer was lost.
  public boolean isBy(String attribute, String writer) {
    return done || WriterMark.has(item, attribute, writer);
  }
}
