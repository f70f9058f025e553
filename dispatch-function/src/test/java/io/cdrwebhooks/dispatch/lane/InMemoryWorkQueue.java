package io.cdrwebhooks.dispatch.lane;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A queue of work with the settings of the deployment (`WorkQueueTest` in `infra` checks them):
/// visibility timeout, retention, redrive policy. The test sets the time.
final class InMemoryWorkQueue {
  static final Duration VISIBILITY = Duration.ofMinutes(21);
  static final Duration RETENTION = Duration.ofDays(14);
  static final int RECEIVES_BEFORE_DEAD = 1_000;
  private static final int BATCH = 10;

  private static final class Waiting {
    private final String id;
    private final String body;
    private final Instant sentAt;
    private Instant visibleAt;
    private int receives;

    Waiting(String id, String body, Instant sentAt) {
      this.id = id;
      this.body = body;
      this.sentAt = sentAt;
      this.visibleAt = sentAt;
    }
  }

  private final InstantSource clock;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<String> movedBySqs = new ArrayList<>();
  private int sent;
  private int mostReceives;

  InMemoryWorkQueue(InstantSource clock) {
    this.clock = clock;
  }

  void send(String body) {
    waiting.add(new Waiting("q" + sent++, body, clock.instant()));
  }

  /// The next batch: the visible messages, the oldest first.
  List<SqsMessage> receive() {
    Instant now = clock.instant();
    waiting.removeIf(message -> !message.sentAt.plus(RETENTION).isAfter(now));
    List<SqsMessage> batch = new ArrayList<>();
    for (Waiting message : List.copyOf(waiting)) {
      if (batch.size() < BATCH && !message.visibleAt.isAfter(now)) {
        receive(message).ifPresent(batch::add);
      }
    }
    return batch;
  }

  private Optional<SqsMessage> receive(Waiting message) {
    if (message.receives == RECEIVES_BEFORE_DEAD) {
      waiting.remove(message);
      movedBySqs.add(message.body);
      return Optional.empty();
    }
    message.receives++;
    mostReceives = Math.max(mostReceives, message.receives);
    message.visibleAt = clock.instant().plus(VISIBILITY);
    return Optional.of(
        new SqsMessage(message.id, message.body, "report-arrivals", message.receives));
  }

  /// Deletes messages as Lambda does after the function's answer.
  void deleteAllBut(List<String> failed, List<SqsMessage> batch) {
    for (SqsMessage received : batch) {
      if (!failed.contains(received.id())) {
        waiting.removeIf(message -> message.id.equals(received.id()));
      }
    }
  }

  /// When the next message is visible; empty if none waits.
  Optional<Instant> nextVisible() {
    return waiting.stream().map(message -> message.visibleAt).min(Comparator.naturalOrder());
  }

  /// The dead letters of the redrive policy.
  List<String> movedBySqs() {
    return List.copyOf(movedBySqs);
  }

  /// The highest number of receives of any message.
  int mostReceives() {
    return mostReceives;
  }
}
