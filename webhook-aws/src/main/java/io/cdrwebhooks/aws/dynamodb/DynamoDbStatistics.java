package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Partition;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.statistics.CollectedCounts;
import io.cdrwebhooks.statistics.CollectedCounts.Slot;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LastFailure;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.StatisticsWindow;
import io.cdrwebhooks.statistics.TimeBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The counts in DynamoDB: one update for each series and hour, several at the same time.
///
/// Safe for many threads and processes, because DynamoDB adds the numbers. If the SDK repeats an
/// update whose answer was lost, its counts are added twice.
public final class DynamoDbStatistics implements Statistics {
  private static final int AT_ONCE = 8;

  /// The number of updates that one thread makes, one after the other over one connection. For the
  /// counts of one link or configuration this is faster than a TLS handshake for each update.
  private static final int UPDATES_OF_A_THREAD = 5;

  private final Table table;
  private final Duration patience;

  public DynamoDbStatistics(DynamoDbClient client, String statisticsTable) {
    this(client, statisticsTable, MAX_ADD);
  }

  /// `patience` replaces [#MAX_ADD] in a test that needs all counts on a slow machine.
  DynamoDbStatistics(DynamoDbClient client, String statisticsTable, Duration patience) {
    this.table = TableDefinition.STATISTICS.open(client, statisticsTable);
    this.patience = patience;
  }

  @Override
  public void add(CollectedCounts collected) {
    List<Callable<Boolean>> updates = new ArrayList<>();
    collected.counts().forEach((slot, counts) -> updates.add(() -> add(slot, counts)));
    collected.failures().forEach((id, failure) -> updates.add(() -> note(id, failure)));
    if (!updates.isEmpty()) {
      carryOut(updates);
    }
  }

  private boolean add(Slot slot, Counts counts) {
    List<Item> partitions = StatisticsItems.partitions(slot.series());
    Item any = partitions.get(ThreadLocalRandom.current().nextInt(partitions.size()));
    Item numbers = StatisticsItems.numbers(counts);
    String added =
        numbers.names().stream()
            .map(name -> "#" + name + " :" + name)
            .collect(Collectors.joining(", "));
    Change change =
        Change.to(
            new Item().setEpochSeconds(StatisticsItems.EXPIRES_AT, slot.hour().forgottenAt()));
    return table.updateIf(
        StatisticsItems.key(any, slot.hour()),
        change.expression() + " ADD " + added,
        "",
        change.values().setAll(numbers.asValues()));
  }

  /// Stores the last failure. Returns false if the stored failure is as late or later.
  private boolean note(ConfigurationId id, LastFailure failure) {
    Change change = Change.to(StatisticsItems.lastFailure(failure), StatisticsItems.REASON);
    return table.updateIf(
        StatisticsItems.lastFailureKey(id),
        change.expression(),
        "attribute_not_exists(#failedAt) OR #failedAt < :failedAt",
        change.values());
  }

  /// Carries out the updates within `patience`. It drops updates that miss the deadline and does
  /// not wait for them, because no other work uses their threads.
  ///
  /// @throws IllegalStateException if an update failed or was dropped
  private void carryOut(List<Callable<Boolean>> updates) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, Math.ceilDiv(updates.size(), UPDATES_OF_A_THREAD)),
            Thread.ofVirtual().factory());
    try {
      List<Future<Boolean>> all =
          threads.invokeAll(updates, patience.toMillis(), TimeUnit.MILLISECONDS);
      List<Future<Boolean>> undone =
          all.stream().filter(update -> update.state() != Future.State.SUCCESS).toList();
      if (!undone.isEmpty()) {
        throw new IllegalStateException(
            undone.size()
                + " of "
                + all.size()
                + " updates of counts failed or missed the deadline",
            cause(undone));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while adding counts", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /// Uses a plain loop. The rehearsal before the snapshot does not run this code, so a lambda here
  /// would be loaded while a receiver waits.
  private static @Nullable Throwable cause(List<Future<Boolean>> undone) {
    for (Future<Boolean> update : undone) {
      if (update.state() == Future.State.FAILED) {
        return update.exceptionNow();
      }
    }
    return null;
  }

  /// Reads each partition of the series with one request for up to a megabyte, some 3,000 hours.
  @Override
  public Map<TimeBucket, Counts> read(Series series, StatisticsWindow window) {
    String from = StatisticsItems.text(window.from());
    String to = StatisticsItems.text(window.to().minusMillis(1));
    Map<TimeBucket, Counts> counts = new HashMap<>();
    for (List<Item> hours :
        Overlapped.eachToTheEnd(
            StatisticsItems.partitions(series), partition -> between(partition, from, to))) {
      for (Item hour : hours) {
        counts.merge(
            TimeBucket.of(window.size(), StatisticsItems.hour(hour)),
            StatisticsItems.counts(hour),
            Counts::plus);
      }
    }
    return counts;
  }

  /// Reads the hours and the last failure of each configuration with one request.
  @Override
  public Map<ConfigurationId, ConfigurationHealth> health(Set<ConfigurationId> ids, Instant now) {
    if (ids.size() > MAX_CONFIGURATIONS) {
      throw new IllegalArgumentException(
          "at most " + MAX_CONFIGURATIONS + " configurations may be read at once: " + ids.size());
    }
    Map<ConfigurationId, ConfigurationHealth> health = new HashMap<>();
    Overlapped.eachToTheEnd(List.copyOf(ids), id -> Map.entry(id, health(id, now)))
        .forEach(read -> health.put(read.getKey(), read.getValue()));
    return health;
  }

  @Override
  public ConfigurationHealth health(ConfigurationId id, Instant now) {
    String from = StatisticsItems.text(ConfigurationHealth.window(now).from());
    Map<Boolean, List<Item>> isFailure =
        between(StatisticsItems.partition(id), from, StatisticsItems.LAST).stream()
            .collect(Collectors.partitioningBy(StatisticsItems::isLastFailure));
    return ConfigurationHealth.of(
        now,
        isFailure.getOrDefault(false, List.of()).stream().map(StatisticsItems::counts).toList(),
        isFailure.getOrDefault(true, List.of()).stream()
            .map(StatisticsItems::lastFailure)
            .findFirst());
  }

  private List<Item> between(Item partition, String from, String to) {
    return new Partition("", partition, StatisticsItems.BUCKET).between(table, from, to);
  }
}
