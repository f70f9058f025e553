package io.cdrwebhooks.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/// Virtual time: runs events in the order of their instants, and those of one instant in the order
/// in which they were added. All chance in a run comes from `dice`, so a seed repeats it.
final class Timeline {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  final SplittableRandom dice;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
  private Instant now = START;
  private long added;

  /// The strand of the caller.
  Strand running;

  Timeline(long seed) {
    this.dice = new SplittableRandom(seed);
  }

  private record Event(Instant at, long number, Runnable what) {}

  /// A thread that runs only while the caller of [#resume] waits for it, so one at a time.
  final class Strand {
    private final Semaphore runs = new Semaphore(0);
    private final Semaphore rests = new Semaphore(0);
    private final Invocation process;
    private Throwable failure;

    private Strand(Invocation process, Runnable body) {
      this.process = process;
      Thread.ofVirtual().start(() -> run(body));
    }

    private void run(Runnable body) {
      runs.acquireUninterruptibly();
      try {
        body.run();
      } catch (Throwable e) {
        failure = e;
      }
      rests.release();
    }

    /// Lets it run until it parks or ends.
    void resume() {
      Strand before = running;
      running = this;
      runs.release();
      rests.acquireUninterruptibly();
      running = before;
      if (failure != null) {
        throw new IllegalStateException("a strand failed", failure);
      }
    }

    /// Called by the strand: waits until it is resumed.
    void park() {
      rests.release();
      runs.acquireUninterruptibly();
    }
  }

  void start(Invocation process, Runnable body) {
    new Strand(process, body).resume();
  }

  /// The process of the current strand.
  Invocation process() {
    return running.process;
  }

  void sleep(long millis) {
    Strand strand = running;
    after(millis, strand::resume);
    strand.park();
  }

  Instant now() {
    return now;
  }

  void at(Instant when, Runnable what) {
    events.add(new Event(when.isAfter(now) ? when : now, added++, what));
  }

  void after(long millis, Runnable what) {
    at(now.plusMillis(millis), what);
  }

  /// Runs the events in a strand too, because virtual threads are quick to take turns.
  void runUntil(Instant end) {
    start(
        null,
        () -> {
          while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            Event next = events.remove();
            now = next.at();
            next.what().run();
          }
        });
    now = end;
  }

  /// From `least` to `most`, both included.
  long between(long least, long most) {
    return dice.nextLong(least, most + 1);
  }

  boolean chance(double probability) {
    return dice.nextDouble() < probability;
  }

  /// Exponentially distributed milliseconds.
  static long around(double meanMillis, SplittableRandom dice) {
    return (long) (-Math.log(1 - dice.nextDouble()) * meanMillis + dice.nextDouble());
  }
}
