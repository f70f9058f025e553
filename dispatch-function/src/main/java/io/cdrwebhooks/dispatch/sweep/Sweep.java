package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueIndex.Due;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// Reads the due index. It sends a message for each entry that is due before the next sweep, and
/// sends it again for overdue entries, because messages may be lost.
///
/// A message may be a repeat: its worker checks the record. Repeats wait in the queue like any
/// message. Therefore an overdue entry gets few of them; otherwise each sweep would lengthen a
/// backlog.
public record Sweep(DueIndex dueIndex, WorkMessages workMessages, Pace pace, RuntimeInputs inputs) {
  /// The most messages that a sweep sends for a shard, and the number of entries that it reads at
  /// once.
  private static final int MAX_PER_SHARD = 10_000;

  /// The most messages that SQS accepts in a request.
  private static final int BATCH = 10;

  /// The time for reading shards one after the other. It normally takes less than a second.
  private static final Duration IN_TURN = Duration.ofSeconds(5);

  /// The number of sweeps after which an overdue entry gets another message. The first message was
  /// sent ahead: it may be lost, or may have been too early for a slow clock.
  private static final int SWEEPS_UNTIL_LOST = 5;

  /// The number of sweeps after which an unchanged entry gets another message.
  private static final int SWEEPS_BETWEEN = 60;

  /// Sweeps all shards by `deadline`. A fault in one shard is thrown after all of them have ended.
  ///
  /// It reads the first page of one shard after the other, because a new connection for each would
  /// take longer than the reads. It sends the messages of a shard meanwhile. Lanes come first,
  /// because receivers wait for them. If the reads are slow, it makes the rest of them at once.
  public void run(Instant deadline) throws InterruptedException {
    Instant now = inputs.now();
    Instant until = now.plus(pace.sweepEvery().multipliedBy(Pace.SWEEPS_AHEAD));
    List<Future<Swept>> shards = new ArrayList<>();
    try (ExecutorService threads = inputs.threads().perTask()) {
      for (int i = DueIndex.SHARDS - 1; i >= 0; i--) {
        int shard = i;
        var firstPage = new FutureTask<>(() -> dueIndex.due(shard, until, MAX_PER_SHARD));
        if (inputs.now().isBefore(now.plus(IN_TURN))) {
          firstPage.run();
        }
        shards.add(threads.submit(() -> sweep(shard, firstPage, until, now, deadline)));
      }
    }
    Swept all = Swept.NOTHING;
    for (Future<Swept> shard : shards) {
      all = all.and(Overlapped.result(shard));
    }
    inputs.metrics().add(Metric.OLDEST_OVERDUE_SECONDS, all.oldest().toSeconds());
    inputs
        .log()
        .info("sweep.done", "sent", all.sent(), "oldestOverdueSeconds", all.oldest().toSeconds());
  }

  /// The number of sent messages, and how late the oldest lane, job or watch is; zero if none is
  /// late. Checks of deliveries may be late: only notices depend on them.
  private record Swept(int sent, Duration oldest) {
    static final Swept NOTHING = new Swept(0, Duration.ZERO);

    Swept and(Swept other) {
      return new Swept(sent + other.sent, longer(oldest, other.oldest));
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// Skips entries that have their message, and reads on. Entries whose work keeps failing stay
  /// overdue, and must not hide later ones. The next sweep sends the messages that this one cannot.
  private Swept sweep(
      int shard, FutureTask<List<Due>> firstPage, Instant until, Instant now, Instant deadline)
      throws InterruptedException {
    Instant readsUntil = now.plus(Duration.between(now, deadline).dividedBy(2));
    Wanted wanted = new Wanted(shard, now);
    firstPage.run(); // This does nothing if the page was read.
    List<Due> entries = Overlapped.result(firstPage);
    wanted.add(entries);
    while (entries.size() == MAX_PER_SHARD
        && !wanted.isComplete()
        && inputs.now().isBefore(readsUntil)) {
      // Several entries may share an instant, so this reads some of them twice. If a whole page
      // shares an instant, this continues after that instant, because a whole page never becomes
      // due in one millisecond.
      Instant last = entries.getLast().dueAt();
      boolean isOneInstant = entries.getFirst().dueAt().equals(last);
      Set<Due> seen = Set.copyOf(entries);
      Instant from = isOneInstant ? last.plusMillis(1) : last;
      entries = dueIndex.due(shard, from, until, MAX_PER_SHARD);
      wanted.add(entries.stream().filter(entry -> !seen.contains(entry)).toList());
    }
    int watches = send(wanted.watches, now, deadline);
    return new Swept(watches + send(wanted.others, now, deadline), wanted.oldest);
  }

  /// The entries of a shard that need a message.
  ///
  /// Watches are among the checks of deliveries. Therefore a sweep reads on there even when it has
  /// enough checks, and sends the messages of watches first. People wait for the result of a watch,
  /// and the messages of ten thousand checks may take the whole time.
  private final class Wanted {
    private final boolean hasWatches;
    private final Instant now;
    final List<Due> watches = new ArrayList<>();
    final List<Due> others = new ArrayList<>();
    Duration oldest = Duration.ZERO;

    Wanted(int shard, Instant now) {
      this.hasWatches = shard < DueIndex.JOB_SHARD;
      this.now = now;
    }

    void add(List<Due> entries) {
      for (Due entry : entries) {
        boolean isWatch = entry.work() instanceof DueWork.OfWatch;
        if (isWatch || !hasWatches) {
          oldest = longer(oldest, Duration.between(entry.dueAt(), now));
        }
        if (wantsMessage(entry, now) && (isWatch || others.size() < MAX_PER_SHARD)) {
          (isWatch ? watches : others).add(entry);
        }
      }
    }

    boolean isComplete() {
      return !hasWatches && others.size() == MAX_PER_SHARD;
    }
  }

  /// Sends the messages of these entries until `deadline`; returns how many it sent.
  private int send(List<Due> entries, Instant now, Instant deadline) {
    int sent = 0;
    while (sent < entries.size() && inputs.now().isBefore(deadline)) {
      List<Due> batch = entries.subList(sent, Math.min(sent + BATCH, entries.size()));
      announce(batch, now);
      sent += batch.size();
    }
    return sent;
  }

  private void announce(List<Due> batch, Instant now) {
    workMessages.sendAll(
        batch.stream()
            .map(entry -> new WorkMessages.Message(entry.work(), delay(entry, now)))
            .toList());
    batch.forEach(entry -> dueIndex.announced(entry, now));
  }

  /// Returns the delay of a message. A lane's message must not arrive before the lease of a dead
  /// holder ends, whatever the clock of the process that gets it.
  private static Duration delay(Due entry, Instant now) {
    if (!entry.dueAt().isAfter(now)) {
      return Duration.ZERO;
    }
    Duration wait = Duration.between(now, entry.dueAt());
    return entry.work() instanceof DueWork.OfLane ? wait.plus(Lanes.CLOCKS_APART) : wait;
  }

  /// Returns whether an entry needs a message. A lane gets messages more often: there are few
  /// lanes, and many deliveries may wait in one.
  private boolean wantsMessage(Due entry, Instant now) {
    Duration late = Duration.between(entry.dueAt(), now);
    boolean isLane = entry.work() instanceof DueWork.OfLane;
    if (entry.announcedAt().isPresent()) {
      Instant announcedAt = entry.announcedAt().get();
      return announcedAt.isBefore(entry.dueAt())
          ? late.compareTo(sweeps(isLane ? 1 : SWEEPS_UNTIL_LOST)) >= 0
          : Duration.between(announcedAt, now)
                  .compareTo(sweeps(isLane ? SWEEPS_UNTIL_LOST : SWEEPS_BETWEEN))
              >= 0;
    }
    // An entry that is slightly late is most likely in flight.
    return isLane || !late.isPositive() || late.compareTo(pace.sweepEvery().dividedBy(2)) >= 0;
  }

  private Duration sweeps(int number) {
    return pace.sweepEvery().multipliedBy(number);
  }
}
