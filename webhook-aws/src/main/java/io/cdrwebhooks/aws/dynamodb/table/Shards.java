package io.cdrwebhooks.aws.dynamodb.table;

/// Spreads items over the partitions of an index that would otherwise be a single one.
public final class Shards {
  private Shards() {}

  /// Returns a shard from 0 up to `shards`. An id's shard never changes, because Java specifies the
  /// hash code of a text.
  public static int of(String id, int shards) {
    return Math.floorMod(id.hashCode(), shards);
  }
}
