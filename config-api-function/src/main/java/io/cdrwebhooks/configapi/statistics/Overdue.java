package io.cdrwebhooks.configapi.statistics;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueIndex.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// The work that is overdue. A `count` of [#MAX_COUNT] means that many or more. `oldestDueAt` is
/// empty if nothing is late.
record Overdue(int count, Optional<Instant> oldestDueAt) {
  static final int MAX_COUNT = 100;

  /// Work that is late by less than this is not overdue.
  private static final Duration MAX_LATENESS = Duration.ofMinutes(1);

  /// Reads at most [#MAX_COUNT] entries from each shard of the index, all shards at the same time.
  static Overdue at(Instant now, DueIndex index) {
    Instant until = now.minus(MAX_LATENESS);
    List<Callable<List<Due>>> shards =
        IntStream.range(0, DueIndex.SHARDS)
            .<Callable<List<Due>>>mapToObj(shard -> () -> index.due(shard, until, MAX_COUNT))
            .toList();
    try {
      List<Instant> late =
          Overlapped.all(shards).stream().flatMap(List::stream).map(Due::dueAt).toList();
      return new Overdue(
          Math.min(late.size(), MAX_COUNT), late.stream().min(Comparator.naturalOrder()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while counting overdue work", e);
    }
  }
}
