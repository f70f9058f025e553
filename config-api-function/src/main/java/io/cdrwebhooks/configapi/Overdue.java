package io.cdrwebhooks.configapi;

import io.cdrwebhooks.delivery.DueIndex;
import io.cdrwebhooks.delivery.DueIndex.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What should have been done by now: how much, [#MOST] standing for as much or more, and since
/// when; empty if nothing is late.
record Overdue(int count, Optional<Instant> oldestDueAt) {
  static final int MOST = 100;

  /// What is late by less is under way.
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  /// One bounded look into each shard of the index, all at the same time.
  static Overdue at(Instant now, DueIndex index) {
    Instant until = now.minus(UNDER_WAY);
    List<Callable<List<Due>>> shards =
        IntStream.range(0, DueIndex.SHARDS)
            .<Callable<List<Due>>>mapToObj(shard -> () -> index.due(shard, until, MOST))
            .toList();
    List<Instant> late = all(shards).map(Due::dueAt).toList();
    return new Overdue(Math.min(late.size(), MOST), late.stream().min(Comparator.naturalOrder()));
  }

  private static Stream<Due> all(List<Callable<List<Due>>> shards) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Stream.Builder<Due> all = Stream.builder();
      for (Future<List<Due>> shard : threads.invokeAll(shards)) {
        shard.get().forEach(all);
      }
      return all.build();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for what is overdue", e);
    }
  }
}
