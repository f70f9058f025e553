package io.cdrwebhooks.simulation;

import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.simulation.Timeline.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
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
  private final Window outage;
  private final Map<String, Budget> budgets = new HashMap<>();
  long requests;
  long throttled;

  Store(Timeline time, Window outage) {
    this.time = time;
    this.outage = outage;
  }

  /// What a call asks of a partition key.
  record Load(String partition, double writes, double reads) {
    /// One item of many, which nothing else asks for.
    static final Load ALONE = new Load("", 0, 0);

    static Load ofLane(Receiver receiver) {
      return new Load("lane " + receiver.id, 1, 0);
    }

    static Load ofLaneRead(Receiver receiver) {
      return new Load("lane " + receiver.id, 0, 1);
    }

    /// In the index of waiting deliveries, which spreads them over shards.
    static Load ofWaiting(Receiver receiver, double writes, double reads) {
      return new Load("waiting " + receiver.id, writes / Lanes.SHARDS, reads);
    }
  }

  boolean isOut() {
    return outage.has(time.now());
  }

  private record Call<T>(
      Invocation process, Load load, Supplier<T> effect, Consumer<T> then, Runnable fault) {}

  /// A call of `process`, where `then` or `fault` runs.
  <T> void call(
      Invocation process, Load load, Supplier<T> effect, Consumer<T> then, Runnable fault) {
    tryOnce(new Call<>(process, load, effect, then, fault), 1);
  }

  private <T> void tryOnce(Call<T> call, int number) {
    requests++;
    time.after(time.between(2, 8), () -> answer(call, number));
  }

  private <T> void answer(Call<T> call, int number) {
    if (isOut()) {
      time.after(REFUSAL_TAKES_MILLIS, () -> call.process().run(call.fault()));
    } else if (fits(call.load())) {
      T result = call.effect().get();
      call.process().run(() -> call.then().accept(result));
    } else {
      throttled++;
      long backoff = time.between(0, FIRST_BACKOFF_MILLIS << number);
      if (number < TRIES) {
        time.after(backoff, () -> tryOnce(call, number + 1));
      } else {
        call.process().run(call.fault());
      }
    }
  }

  private boolean fits(Load load) {
    return load.equals(Load.ALONE)
        || budgets.computeIfAbsent(load.partition(), _ -> new Budget()).take(load, time.now());
  }

  /// Refills steadily; at most what one second brings is kept.
  private static final class Budget {
    private Instant at = Timeline.START;
    private double writes = WRITES_PER_SECOND;
    private double reads = READS_PER_SECOND;

    boolean take(Load load, Instant now) {
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
