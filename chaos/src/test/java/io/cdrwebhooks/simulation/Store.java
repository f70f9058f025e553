package io.cdrwebhooks.simulation;

import io.cdrwebhooks.simulation.Scenario.Fault;
import io.cdrwebhooks.testing.InterceptedCalls;
import io.cdrwebhooks.testing.InterceptedCalls.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// A model of DynamoDB: it answers after some milliseconds, refuses requests while it is out, and
/// throttles more than 1,000 writes and 3,000 reads a second of one partition key.
///
/// An effect takes place even if its process is killed before the answer.
final class Store {
  static final double WRITE = 1 / 1_000.0;
  static final double READ = 1 / 3_000.0;
  private static final int TRIES = 4;
  private static final long FIRST_BACKOFF_MILLIS = 100;

  private final Timeline time;
  private final Scenario scenario;
  private final Map<String, Budget> budgets = new HashMap<>();
  long requests;
  long throttled;

  Store(Timeline time, Scenario scenario) {
    this.time = time;
    this.scenario = scenario;
  }

  @SuppressWarnings("serial") // goes no further than its process
  static final class RefusedException extends RuntimeException {}

  /// A store of the product, whose calls take time.
  <T> T remote(Class<T> type, T records, Interceptor effect) {
    return local(
        type,
        records,
        call -> {
          try {
            time.sleep(time.between(2, 8));
            return effect.answer(call);
          } finally {
            time.process().holdIfStopped();
          }
        });
  }

  /// One whose calls take no time: the product makes them under a lock or for a future, and no
  /// strand may wait for another one without the timeline.
  <T> T local(Class<T> type, T records, Interceptor effect) {
    return InterceptedCalls.of(
        type,
        records,
        call -> {
          requests++;
          if (scenario.hasFault(Fault.STORE, time.now())) {
            throw new RefusedException();
          }
          return effect.answer(call);
        });
  }

  /// Holds the current strand while a partition key gets too many requests. `part` is the load as a
  /// part of a second's capacity.
  void throttle(String partition, double part) {
    Budget budget = budgets.computeIfAbsent(partition, _ -> new Budget());
    for (int number = 1; !budget.spend(part, time.now()); number++) {
      requests++;
      throttled++;
      time.sleep(time.between(0, FIRST_BACKOFF_MILLIS << number));
      if (number == TRIES) {
        throw new RefusedException();
      }
    }
  }

  /// Refills steadily; at most what one second brings is kept.
  private static final class Budget {
    private Instant at = Timeline.START;
    private double left = 1;

    boolean spend(double part, Instant now) {
      left = Math.min(1, left + Duration.between(at, now).toMillis() / 1_000.0);
      at = now;
      boolean fits = left >= part;
      left -= fits ? part : 0;
      return fits;
    }
  }
}
