package io.cdrwebhooks.work;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An index of due work by time, which lags slightly behind the writes. Its entries are lanes by
/// their wake-up or the end of their lease, jobs by [BulkJob#dueAt], digests by [Digest#dueAt],
/// watches by [ReportWatch#dueAt], and deliveries that are not PENDING by [DeliveryProgress#dueAt].
public interface DueIndex {
  /// The number of shards of the index. A sweep reads them one after the other, the last first.
  int SHARDS = 16;

  /// The number of shards that contain only lanes, so that other overdue work does not delay lanes.
  /// They are the last shards. A turn writes its lane's entry two to four times, and DynamoDB
  /// accepts some 1,000 writes a second for a shard.
  int LANE_SHARDS = 8;

  /// The shard of jobs and digests, directly before the shards of lanes. A million overdue checks
  /// of deliveries, in the earlier shards, do not delay it. Watches are in the earlier shards too.
  int JOB_SHARD = SHARDS - LANE_SHARDS - 1;

  /// Lists the entries of a shard (from 0 up to [#SHARDS]) that are due from `from` to `until`, the
  /// earliest first; `limit` is from 1 to 10,000.
  List<Due> due(int shard, Instant from, Instant until, int limit);

  /// Lists the earliest entries of a shard that are due by `until`.
  default List<Due> due(int shard, Instant until, int limit) {
    return due(shard, Instant.MIN, until, limit);
  }

  /// Records that a sweep has sent a message for an entry; does nothing if the entry's due time has
  /// changed.
  void announced(Due entry, Instant at);

  /// One entry. `announcedAt` is when a sweep last sent a message for it; empty if no sweep has
  /// sent one since the entry became due at this time.
  record Due(DueWork work, Instant dueAt, Optional<Instant> announcedAt) {
    /// Creates an entry without a message from a sweep.
    public Due(DueWork work, Instant dueAt) {
      this(work, dueAt, Optional.empty());
    }
  }
}
