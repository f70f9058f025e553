package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The lists of the stored deliveries. They lag some seconds behind the writes: they may miss a
/// delivery, but show those that they have as they are now.
public interface DeliveryLists {
  /// The number of shards of each list of deliveries. DynamoDB accepts some 1,000 writes a second
  /// for each shard.
  int LIST_SHARDS = 4;

  /// Lists the deliveries that match `filter`, the newest first; `limit` is from 1 to 100.
  ///
  /// The cost of a page is bounded, because the store reads a fixed number of deliveries for it. So
  /// a page may have fewer than `limit` deliveries, even none, and still have a next page. Paging
  /// neither skips nor repeats a delivery that stays in the list.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if the cursor is not from the list of
  ///   this filter
  Page<Delivery> list(DeliveryFilter filter, Optional<String> cursor, int limit);

  /// Lists the deliveries of one shard (from 0 up to [#LIST_SHARDS]) of a configuration that were
  /// created in `range`, the oldest first; `limit` is from 1 to 100.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if the cursor is not from this list
  Page<Delivery> listByConfiguration(
      ConfigurationId id, int shard, TimeRange range, Optional<String> cursor, int limit);

  /// Lists the deliveries of one shard that are FAILED, HELD or UNROUTED and were created in
  /// `range`, the oldest first; `limit` is from 1 to 100. Paging stays correct while deliveries
  /// leave the status: none is skipped or repeated. The list of one configuration reads no
  /// deliveries of others.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if the cursor is not from this list
  Page<Delivery> withStatus(StatusShard list, TimeRange range, Optional<String> cursor, int limit);

  /// Lists the UNROUTED deliveries of one shard, like [#withStatus] and with its cursors, but only
  /// for tasks that `ofTasks` accepts. It reads only a few deliveries of each other task, however
  /// many there are.
  Page<Delivery> unrouted(
      int shard, Predicate<TaskId> ofTasks, TimeRange range, Optional<String> cursor, int limit);

  /// Finds deliveries whose file name begins with `beginning`, which is not empty, ignoring case;
  /// `limit` is from 1 to 100.
  ///
  /// Those with exactly this name come first, the newest first. The others follow in the reverse
  /// order of their names, because most names end with a time or a number. It may miss a delivery
  /// that was recorded within the last seconds, or by version 1.0.0.
  List<Delivery> named(String beginning, int limit);

  /// Returns up to `limit` recorded numbers of a series, the lowest first, from `from` (at least 1)
  /// on. It may lack those that were recorded within the last seconds.
  StoredNumbers numbers(NumberSeries series, long from, int limit);

  /// Finds the nearest recorded number of a series below `number`. It may miss one that was
  /// recorded within the last seconds.
  NumberBefore numberBefore(NumberSeries series, long number);

  /// One list of [#withStatus]: a status and a shard, of one configuration or of all. UNROUTED
  /// deliveries have no configuration.
  record StatusShard(DeliveryStatus status, Optional<ConfigurationId> configuration, int shard) {
    public StatusShard {
      boolean listed =
          switch (status) {
            case FAILED, HELD -> true;
            case UNROUTED -> configuration.isEmpty();
            case PENDING, DELIVERED -> false;
          };
      if (!listed || shard < 0 || shard >= LIST_SHARDS) {
        throw new IllegalArgumentException(
            "status and shard must name a list: "
                + status
                + " of "
                + configuration
                + ", shard "
                + shard);
      }
    }

    /// Returns all shards of a status, of one configuration or of all.
    public static List<StatusShard> all(
        DeliveryStatus status, Optional<ConfigurationId> configuration) {
      return IntStream.range(0, LIST_SHARDS)
          .mapToObj(shard -> new StatusShard(status, configuration, shard))
          .toList();
    }
  }

  /// Recorded deliveries of a series in the order of their numbers. `before` is when the report of
  /// the nearest recorded lower number was uploaded, or when the series began if there is none;
  /// empty for an unknown series.
  record StoredNumbers(Optional<Instant> before, List<Delivery> deliveries) {
    public StoredNumbers {
      deliveries = List.copyOf(deliveries);
    }
  }

  /// The nearest recorded number below another one; 0 if none is recorded. `since` is when that
  /// number's report was uploaded, or when the series began if no number is recorded; empty for an
  /// unknown series.
  record NumberBefore(long number, Optional<Instant> since) {}
}
