package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.time.Durations;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueIndex.Due;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The entries of one shard that need a message, as one sweep reads them.
///
/// Watches are among the checks of deliveries. Therefore a sweep reads on there even when it has
/// enough checks, and sends the messages of watches first. People wait for the result of a watch,
/// and the messages of ten thousand checks may take the whole time.
final class WantedEntries {
  private final MessageRule rule;
  private final Instant now;
  private final int most;
  private final boolean hasWatches;
  private final List<Due> watches = new ArrayList<>();
  private final List<Due> others = new ArrayList<>();
  private Duration oldest = Duration.ZERO;

  /// `most` is the most entries of a shard in addition to its watches.
  WantedEntries(int shard, MessageRule rule, Instant now, int most) {
    this.rule = rule;
    this.now = now;
    this.most = most;
    this.hasWatches = shard < DueIndex.JOB_SHARD;
  }

  /// Adds those of these entries that need a message.
  void add(List<Due> entries) {
    for (Due entry : entries) {
      boolean isWatch = entry.work() instanceof DueWork.OfWatch;
      if (isWatch || !hasWatches) {
        oldest = Durations.longer(oldest, Duration.between(entry.dueAt(), now));
      }
      if (rule.wantsMessage(entry, now)) {
        add(entry, isWatch);
      }
    }
  }

  private void add(Due entry, boolean isWatch) {
    if (isWatch) {
      watches.add(entry);
    } else if (others.size() < most) {
      others.add(entry);
    }
  }

  /// Returns whether later entries of the shard would get no message from this sweep.
  boolean isComplete() {
    return !hasWatches && others.size() == most;
  }

  List<Due> watches() {
    return watches;
  }

  /// Returns the entries that are not watches.
  List<Due> others() {
    return others;
  }

  /// Returns how late the oldest lane, job or watch is; zero if none is late. Checks of deliveries
  /// may be late: only notices depend on them.
  Duration oldest() {
    return oldest;
  }
}
