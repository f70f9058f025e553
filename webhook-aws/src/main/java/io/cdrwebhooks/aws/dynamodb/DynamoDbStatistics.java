package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LastFailure;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.StatisticsWindow;
import io.cdrwebhooks.statistics.Tallied;
import io.cdrwebhooks.statistics.Tallied.Slot;
import io.cdrwebhooks.statistics.TimeBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The counts in DynamoDB: one update for each series and bucket, several at the same time, and
/// reads of known keys.
///
/// Safe for many threads and processes, because DynamoDB adds the numbers. An update that the SDK
/// repeated because its answer was lost counts twice.
public final class DynamoDbStatistics implements Statistics {
  private static final int UPDATES_AT_ONCE = 8;

  /// One after the other, over one connection: the counts of a link or of one configuration take
  /// less time so than with a TLS handshake each.
  private static final int UPDATES_OF_A_THREAD = 5;

  private final Table table;
  private final Duration patience;

  /// `patience` limits the time that `add` waits.
  public DynamoDbStatistics(DynamoDbClient client, String statisticsTable, Duration patience) {
    this.table = DynamoDbTables.statistics(client, statisticsTable);
    this.patience = patience;
  }

  @Override
  public void add(Tallied tallied) {
    List<Callable<Boolean>> updates = new ArrayList<>();
    tallied.counts().forEach((slot, counts) -> updates.add(() -> add(slot, counts)));
    tallied.failures().forEach((id, failure) -> updates.add(() -> note(id, failure)));
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
            new Item().setEpochSeconds(StatisticsItems.EXPIRES_AT, slot.bucket().forgottenAt()));
    return table.updateIf(
        StatisticsItems.key(any, slot.bucket()),
        change.expression() + " ADD " + added,
        "",
        change.values().setAll(numbers.asValues()));
  }

  /// Stores the last failure. Returns false if the stored one is not earlier.
  private boolean note(ConfigurationId id, LastFailure failure) {
    Change change = Change.to(StatisticsItems.lastFailure(failure), StatisticsItems.REASON);
    return table.updateIf(
        StatisticsItems.lastFailureKey(id),
        change.expression(),
        "attribute_not_exists(#failedAt) OR #failedAt < :failedAt",
        change.values());
  }

  /// Carries out the updates within `patience`. It drops those that miss the deadline and does not
  /// wait for them: no other work uses their threads.
  ///
  /// @throws IllegalStateException if an update failed or was dropped
  private void carryOut(List<Callable<Boolean>> updates) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(UPDATES_AT_ONCE, Math.ceilDiv(updates.size(), UPDATES_OF_A_THREAD)),
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

  /// A plain loop: the rehearsal before the snapshot does not come here, and would leave lambdas to
  /// be loaded while a receiver waits.
  private static @Nullable Throwable cause(List<Future<Boolean>> undone) {
    for (Future<Boolean> update : undone) {
      if (update.state() == Future.State.FAILED) {
        return update.exceptionNow();
      }
    }
    return null;
  }

  /// Reads each partition of the series with one request: even the longest window is far below the
  /// limit of a DynamoDB page.
  @Override
  public Map<TimeBucket, Counts> read(Series series, StatisticsWindow window) {
    List<TimeBucket> buckets = window.buckets();
    Map<TimeBucket, Counts> counts = new HashMap<>();
    for (Item partition : StatisticsItems.partitions(series)) {
      table
          .between(
              partition,
              StatisticsItems.BUCKET,
              StatisticsItems.text(buckets.getFirst()),
              StatisticsItems.text(buckets.getLast()))
          .forEach(
              item ->
                  counts.merge(
                      StatisticsItems.bucket(item), StatisticsItems.counts(item), Counts::plus));
    }
    return counts;
  }

  /// Reads three items for each configuration, a hundred items in a request.
  @Override
  public Map<ConfigurationId, ConfigurationHealth> health(Set<ConfigurationId> ids, Instant now) {
    if (ids.size() > MOST_CONFIGURATIONS) {
      throw new IllegalArgumentException(
          "at most " + MOST_CONFIGURATIONS + " configurations may be read at once: " + ids.size());
    }
    List<TimeBucket> days = ConfigurationHealth.days(now);
    List<Item> keys = new ArrayList<>();
    for (ConfigurationId id : ids) {
      days.forEach(day -> keys.add(StatisticsItems.key(id, day)));
      keys.add(StatisticsItems.lastFailureKey(id));
    }
    Map<String, Item> items = new HashMap<>();
    for (int from = 0; from < keys.size(); from += Table.MOST_KEYS) {
      table
          .getAll(keys.subList(from, Math.min(from + Table.MOST_KEYS, keys.size())), false)
          .forEach(item -> items.put(StatisticsItems.place(item), item));
    }
    Map<ConfigurationId, ConfigurationHealth> health = new HashMap<>();
    for (ConfigurationId id : ids) {
      List<Counts> counted =
          days.stream()
              .flatMap(day -> stored(items, StatisticsItems.key(id, day)))
              .map(StatisticsItems::counts)
              .toList();
      Optional<LastFailure> lastFailure =
          stored(items, StatisticsItems.lastFailureKey(id))
              .map(StatisticsItems::lastFailure)
              .findFirst();
      health.put(id, ConfigurationHealth.of(now, counted, lastFailure));
    }
    return health;
  }

  private static Stream<Item> stored(Map<String, Item> items, Item key) {
    return Stream.ofNullable(items.get(StatisticsItems.place(key)));
  }
}
