package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is due, by time: lanes by their wake-up or the end of their lease, jobs by their
/// [BulkJob#dueAt], deliveries that are not PENDING by their [DeliveryProgress#dueAt]. A moment
/// behind the writes.
public interface DueIndex {
  /// In how many shards the index lies; a sweep goes through all of them at once.
  int SHARDS = 12;

  /// How many of them, the last, have the lanes: what else is overdue delays no lane.
  int LANE_SHARDS = 4;

  /// What is due by `until` in a shard from 0 up to [#SHARDS], the earliest first, at most `limit`
  /// from 1 to 10,000.
  List<Due> due(int shard, Instant until, int limit);

  /// Notes that a message was sent for an entry; nothing if it is due at another time by now.
  void announced(Due entry, Instant at);

  /// One entry; `announcedAt` is when a sweep last sent a message for it, empty if none has since
  /// it is due at that time.
  record Due(DueWork work, Instant dueAt, Optional<Instant> announcedAt) {
    /// One that no sweep has sent a message for.
    public Due(DueWork work, Instant dueAt) {
      this(work, dueAt, Optional.empty());
    }
  }
}
