package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.simulation.Scenario.Customer;
import io.cdrwebhooks.simulation.Timeline.Window;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// A receiver: how it answers, its lane, and the most that it was sent at once.
final class Receiver {
  /// The time that dispatch waits for an answer.
  static final long LONGEST_EXCHANGE_MILLIS = 15_000;

  final ConfigurationId id;
  final Customer customer;
  final StoredLane lane;
  private final Timeline time;
  private final Window fault;
  private final Deque<Instant> lately = new ArrayDeque<>();
  private int inFlight;
  int mostInFlight;
  int mostInTenSeconds;

  Receiver(ConfigurationId id, Customer customer, StoredLane lane, Timeline time, Window fault) {
    this.id = id;
    this.customer = customer;
    this.lane = lane;
    this.time = time;
    this.fault = fault;
  }

  /// Whether the receiver takes the report, and when it answers.
  record Answer(boolean takes, long afterMillis) {}

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
    if (!fault.has(time.now())) {
      return usual;
    }
    return switch (customer.trouble()) {
      case NONE, FLOODS -> usual;
      case HANGS -> new Answer(false, LONGEST_EXCHANGE_MILLIS);
      case SLOW -> new Answer(true, 10_000);
      case DOWN -> new Answer(false, 20);
    };
  }
}
