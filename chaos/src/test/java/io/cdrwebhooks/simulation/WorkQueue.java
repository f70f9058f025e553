package io.cdrwebhooks.simulation;

import io.cdrwebhooks.dispatch.Dispatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// A queue in SQS and the function that Lambda invokes with its messages, in batches.
///
/// A message that fails, or whose function is killed, is visible again when its visibility timeout
/// has passed. Some messages are late, and some arrive twice.
///
/// Lambda begins with five batches at once, and takes up to 300 a minute more while messages wait
/// (AWS Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings").
/// After a minute without a backlog it is back at five, or at what runs: an assumption, since AWS
/// names no time.
final class WorkQueue {
  private static final int MAX_IN_FLIGHT = 120_000;
  private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(21);
  private static final double DUPLICATES = 0.001;
  private static final double LATE = 0.001;
  private static final long LATEST_MILLIS = 60_000;

  /// Lambda stops a chain of invocations that cause each other at the 17th.
  private static final int MAX_CHAIN = 16;

  private static final double FIRST_PLACES = 5;
  private static final double PLACES_PER_SECOND = 5;
  private static final long BETWEEN_POLLS_MILLIS = 200;
  private static final Duration PLACES_KEPT = Duration.ofMinutes(1);

  /// The greatest age of SQS' count of messages, which is eventually consistent.
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(30);

  private final Timeline time;
  private final Limits limits;
  private final Function<Invocation, Dispatch> function;
  private final Deque<Message> visible = new ArrayDeque<>();
  final Set<Invocation> running = new LinkedHashSet<>();
  private int inFlight;
  private int hidden;
  private boolean polls;
  private double places = FIRST_PLACES;
  private Instant polledAt = Timeline.START;
  private Instant backlogAt = Timeline.START;
  private boolean hasBacklog;
  private Instant countedAt = Instant.EPOCH;
  private boolean waited;
  long requests;
  int deadLetters;

  WorkQueue(Timeline time, Limits limits, Function<Invocation, Dispatch> function) {
    this.time = time;
    this.limits = limits;
    this.function = function;
  }

  /// The most messages of a batch, the most batches at once, and the most receives of a message,
  /// which then becomes a dead letter.
  record Limits(int batchSize, int atOnce, int receives) {}

  /// `chain` counts the invocations that led to the message.
  private record Message(Invocation.Work body, int chain, int receives) {}

  void send(Invocation.Work body, Duration delay, int chain) {
    requests++;
    for (int copies = time.chance(DUPLICATES) ? 2 : 1; copies > 0; copies--) {
      long travels = time.chance(LATE) ? time.between(0, LATEST_MILLIS) : time.between(5, 25);
      long seconds = delay.plusSeconds(1).minusNanos(1).toSeconds();
      hide(new Message(body, chain, 0), time.now().plusSeconds(seconds).plusMillis(travels));
    }
  }

  private void hide(Message message, Instant until) {
    hidden++;
    time.at(
        until,
        () -> {
          hidden--;
          visible.addLast(message);
          pollSoon();
        });
  }

  boolean othersWait() {
    requests++;
    if (!countedAt.plus(COUNTED_EVERY).isAfter(time.now())) {
      countedAt = time.now();
      waited = !visible.isEmpty();
    }
    return waited;
  }

  boolean isIdle() {
    return hidden == 0 && visible.isEmpty() && running.isEmpty();
  }

  private void pollSoon() {
    if (!polls) {
      polls = true;
      time.after(time.between(2, 8), this::poll);
    }
  }

  /// Returns how many batches Lambda handles at once, after the last poll left a backlog or none.
  private int atOnce() {
    Instant now = time.now();
    if (hasBacklog) {
      double seconds = Duration.between(polledAt, now).toMillis() / 1_000.0;
      places = Math.min(limits.atOnce(), places + PLACES_PER_SECOND * seconds);
      backlogAt = now;
    } else if (backlogAt.plus(PLACES_KEPT).isBefore(now)) {
      places = Math.max(FIRST_PLACES, running.size());
    }
    polledAt = now;
    return (int) Math.min(limits.atOnce(), places);
  }

  private void poll() {
    polls = false;
    int atOnce = atOnce();
    while (running.size() < atOnce && !visible.isEmpty() && inFlight < MAX_IN_FLIGHT) {
      List<Message> batch = new ArrayList<>();
      while (batch.size() < limits.batchSize() && !visible.isEmpty()) {
        Message next = visible.removeFirst();
        if (next.receives() == limits.receives() || next.chain() > MAX_CHAIN) {
          deadLetters++;
        } else {
          batch.add(new Message(next.body(), next.chain(), next.receives() + 1));
        }
      }
      if (!batch.isEmpty()) {
        invoke(batch);
      }
    }
    hasBacklog = !visible.isEmpty();
    if (hasBacklog && atOnce < limits.atOnce()) {
      time.after(BETWEEN_POLLS_MILLIS, this::pollSoon);
    }
  }

  private void invoke(List<Message> batch) {
    requests++;
    inFlight += batch.size();
    Instant visibleAt = time.now().plus(VISIBILITY_TIMEOUT);
    List<Message> open = new ArrayList<>(batch);
    List<Message> failed = new ArrayList<>();
    int chain = batch.stream().mapToInt(Message::chain).max().orElseThrow();
    Consumer<Invocation> over = ended -> over(ended, batch, ended.dead ? batch : failed, visibleAt);
    Invocation process = new Invocation(time, function, chain, over);
    running.add(process);
    for (Message each : batch) {
      process.start(
          each.body(),
          isDone -> {
            open.remove(each);
            if (!isDone) {
              failed.add(each);
            }
            if (open.isEmpty()) {
              process.finish();
            }
          });
    }
  }

  private void over(
      Invocation process, List<Message> batch, List<Message> failed, Instant visibleAt) {
    running.remove(process);
    requests += failed.size() < batch.size() ? 1 : 0;
    inFlight -= batch.size() - failed.size();
    time.at(visibleAt, () -> inFlight -= failed.size());
    failed.forEach(each -> hide(each, visibleAt));
    pollSoon();
  }
}
