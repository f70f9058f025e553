package io.cdrwebhooks.work;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An index of due work by time, which lags slightly behind the writes. It has lanes by their
/// wake-up or the end of their lease, jobs by [BulkJob#dueAt], digests by [Digest#dueAt], watches
/// by [ReportWatch#dueAt], and deliveries that are not PENDING by [DeliveryProgress#dueAt].
public interface DueIndex {
  /// The number of shards of the index; a sweep reads all of them in parallel.
  int SHARDS = 16;

  /// How many shards, the last ones, have only lanes, so that other overdue work delays no lane. A
  /// turn writes its lane's entry two to four times, and DynamoDB takes some 1,000 writes a second
  /// for a shard.
  int LANE_SHARDS = 8;

  /// The shard before those of the lanes. It has the jobs and digests, so that a million overdue
  /// checks of deliveries, in the earlier shards, delay none of them. Watches are in the earlier
  /// ones too.
  int JOB_SHARD = SHARDS - LANE_SHARDS - 1;

  /// Lists the entries of a shard (from 0 up to [#SHARDS]) that are due from `from` to `until`, the
  /// earliest first; `limit` is from 1 to 10,000.
  List<Due> due(int shard, Instant from, Instant until, int limit);

  /// Lists the earliest entries of a shard that are due by `until`.
  default List<Due> due(int shard, Instant until, int limit) {
    return due(shard, Instant.MIN, until, limit);
  }

  /// Records that a message was sent for an entry; does nothing if its due time has changed.
  void announced(Due entry, Instant at);

  /// One entry. `announcedAt` is when a sweep last sent a message for it, empty if none has since
  /// it became due at that time.
  record Due(DueWork work, Instant dueAt, Optional<Instant> announcedAt) {
    /// Creates an entry without a message from a sweep.
    public Due(DueWork work, Instant dueAt) {
      this(work, dueAt, Optional.empty());
    }
  }
}
