package io.cdrwebhooks.simulation;

import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.simulation.Scenario.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// DynamoDB as far as it matters here: answers after some milliseconds, refuses while it is out,
/// and throttles what goes to one partition key faster than 1,000 writes and 3,000 reads a second.
///
/// An effect takes place even if the process that asked for it is killed before the answer.
final class Store {
  private static final double WRITES_PER_SECOND = 1_000;
  private static final double READS_PER_SECOND = 3_000;
  private static final int TRIES = 4;
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long REFUSAL_TAKES_MILLIS = 1_000;

  private final Timeline time;
  private final Scenario scenario;
  private final Map<String, Budget> budgets = new HashMap<>();
  long requests;
  long throttled;

  Store(Timeline time, Scenario scenario) {
    this.time = time;
    this.scenario = scenario;
  }

  /// The load of a call on a partition key.
  record Load(String partition, double writes, double reads) {
    /// One item of many, which nothing else asks for.
    static final Load ALONE = new Load("", 0, 0);

    static Load ofLane(Receiver receiver, double writes, double reads) {
      return new Load("lane " + receiver.id, writes, reads);
    }

    /// In the index of waiting deliveries, which spreads them over shards.
    static Load ofWaiting(Receiver receiver, double writes, double reads) {
      return new Load("waiting " + receiver.id, writes / Lanes.SHARDS, reads);
    }
  }

  boolean isOut() {
    return scenario.hasFault(Fault.STORE, time.now());
  }

  /// The call failed, after its retries.
  @SuppressWarnings("serial") // goes no further than its process
  static final class RefusedException extends RuntimeException {
    RefusedException() {
      super("DynamoDB refused", null, false, false);
    }
  }

  /// A call for one item that nothing depends on here.
  void call(Invocation process) {
    boolean _ = call(process, Load.ALONE, () -> true);
  }

  /// A call of `process`, whose current strand waits for the answer.
  <T> T call(Invocation process, Load load, Supplier<T> effect) {
    for (int number = 1; number <= TRIES; number++) {
      requests++;
      time.sleep(time.between(2, 8));
      if (isOut()) {
        time.sleep(REFUSAL_TAKES_MILLIS);
        break;
      }
      if (fits(load)) {
        T result = effect.get();
        process.holdIfStopped();
        return result;
      }
      throttled++;
      long backoff = time.between(0, FIRST_BACKOFF_MILLIS << number);
      if (number < TRIES) {
        time.sleep(backoff);
      }
    }
    process.holdIfStopped();
    throw new RefusedException();
  }

  private boolean fits(Load load) {
    return load.equals(Load.ALONE)
        || budgets.computeIfAbsent(load.partition(), _ -> new Budget()).spend(load, time.now());
  }

  /// Refills steadily; at most what one second brings is kept.
  private static final class Budget {
    private Instant at = Timeline.START;
    private double writes = WRITES_PER_SECOND;
    private double reads = READS_PER_SECOND;

    boolean spend(Load load, Instant now) {
      double seconds = Duration.between(at, now).toMillis() / 1_000.0;
      at = now;
      writes = Math.min(WRITES_PER_SECOND, writes + seconds * WRITES_PER_SECOND);
      reads = Math.min(READS_PER_SECOND, reads + seconds * READS_PER_SECOND);
      boolean fits = writes >= load.writes() && reads >= load.reads();
      writes -= fits ? load.writes() : 0;
      reads -= fits ? load.reads() : 0;
      return fits;
    }
  }
}
