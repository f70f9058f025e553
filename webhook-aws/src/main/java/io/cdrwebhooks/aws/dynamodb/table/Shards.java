package io.cdrwebhooks.aws.dynamodb.table;

/// Spreads items over the partitions of an index that would otherwise be a single one.
public final class Shards {
  private Shards() {}

  /// From 0 up to `shards`; an id's shard never changes, since a text's hash code is specified.
  public static int of(String id, int shards) {
    return Math.floorMod(id.hashCode(), shards);
  }
}
