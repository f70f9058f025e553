package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.simulation.Scenario.Customer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// A receiver: how it answers, its lane, and the most that it was sent at once.
final class Receiver {
  /// How long dispatch waits for an answer.
  static final long LONGEST_EXCHANGE_MILLIS = 15_000;

  final ConfigurationId id;
  final Customer customer;
  final StoredLane lane;
  private final Timeline time;
  private final Scenario scenario;
  private final Deque<Instant> lately = new ArrayDeque<>();
  private int inFlight;
  int mostInFlight;
  int mostInTenSeconds;

  Receiver(ConfigurationId id, Customer customer, StoredLane lane, Timeline time, Scenario all) {
    this.id = id;
    this.customer = customer;
    this.lane = lane;
    this.time = time;
    this.scenario = all;
  }

  /// Whether the receiver accepts the report, and when it answers.
  record Answer(boolean accepts, long afterMillis) {}

  Answer send() {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    lately.addLast(time.now());
    while (!lately.getFirst().plusSeconds(10).isAfter(time.now())) {
      lately.removeFirst();
    }
    mostInTenSeconds = Math.max(mostInTenSeconds, lately.size());
    Answer answer = answer();
    time.after(answer.afterMillis(), () -> inFlight--);
    return answer;
  }

  private Answer answer() {
    Answer usual = new Answer(true, Math.min(30 + Timeline.around(70, time.dice), 2_000));
    if (!customer.troubled() || !scenario.isFaulty(time.now())) {
      return usual;
    }
    return switch (scenario.fault()) {
      case HANGS -> new Answer(false, LONGEST_EXCHANGE_MILLIS);
      case SLOW -> new Answer(true, 10_000);
      case DOWN -> new Answer(false, 20);
      case NONE, FLOODS, KILLS, EGRESS, STORE, OVERDUE -> usual;
    };
  }
}
