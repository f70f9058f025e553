package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.time.Durations;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueIndex.Due;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Reads the due index, and sends a message for each entry that is due or soon will be. Messages
/// may be lost, so overdue entries get another one now and then ([MessageRule]).
public record Sweep(DueIndex dueIndex, WorkMessages workMessages, Pace pace, RuntimeInputs inputs) {
  /// The most messages that a sweep sends for a shard, and the number of entries that it reads at
  /// once.
  private static final int MAX_PER_SHARD = 10_000;

  /// The most messages that SQS accepts in a request.
  private static final int BATCH = 10;

  /// The time for reading shards one after the other. It normally takes less than a second.
  private static final Duration IN_TURN = Duration.ofSeconds(5);

  /// Sweeps all shards by `deadline`. A fault in one shard is thrown after all of them have ended.
  ///
  /// It reads the first pages of the shards one at a time, since reusing one connection is faster.
  /// While it reads, other threads send. After five seconds, it reads the remaining shards in
  /// parallel. Lanes come first, because receivers wait for them.
  public void run(Instant deadline) throws InterruptedException {
    Instant now = inputs.now();
    Instant until = now.plus(pace.sweepEvery().multipliedBy(Pace.SWEEPS_AHEAD));
    List<Future<Swept>> shards = new ArrayList<>();
    try (ExecutorService threads = inputs.threads().perTask()) {
      for (int i = DueIndex.SHARDS - 1; i >= 0; i--) {
        int shard = i;
        Optional<List<Due>> firstPage =
            inputs.now().isBefore(now.plus(IN_TURN)) ? tryRead(shard, until) : Optional.empty();
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

  /// Reads the first page of a shard; empty if the read fails. Then the thread of the shard reads
  /// it.
  private Optional<List<Due>> tryRead(int shard, Instant until) {
    try {
      return Optional.of(dueIndex.due(shard, until, MAX_PER_SHARD));
    } catch (RuntimeException fault) {
      inputs.log().warn("sweep.read-again", fault, "shard", shard);
      return Optional.empty();
    }
  }

  /// The number of sent messages, and how late the oldest lane, job or watch is.
  private record Swept(int sent, Duration oldest) {
    static final Swept NOTHING = new Swept(0, Duration.ZERO);

    Swept and(Swept other) {
      return new Swept(sent + other.sent, Durations.longer(oldest, other.oldest));
    }
  }

  /// Skips entries that have their message, and reads on. Entries whose work keeps failing stay
  /// overdue, and must not hide later ones. The next sweep sends the messages that this one cannot.
  private Swept sweep(
      int shard, Optional<List<Due>> firstPage, Instant until, Instant now, Instant deadline) {
    Instant readsUntil = now.plus(Duration.between(now, deadline).dividedBy(2));
    var rule = new MessageRule(pace.sweepEvery());
    WantedEntries wanted = new WantedEntries(shard, rule, now, MAX_PER_SHARD);
    List<Due> entries = firstPage.orElseGet(() -> dueIndex.due(shard, until, MAX_PER_SHARD));
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
    int watches = send(wanted.watches(), now, deadline);
    int others = send(wanted.others(), now, deadline);
    return new Swept(watches + others, wanted.oldest());
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
}
