package io.cdrwebhooks.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// Virtual time: runs events in the order of their instants, and those of one instant in the order
/// in which they were added. All chance in a run comes from `dice`, so a seed repeats it.
final class Timeline {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  final SplittableRandom dice;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
  private Instant now = START;
  private long added;

  Timeline(long seed) {
    this.dice = new SplittableRandom(seed);
  }

  private record Event(Instant at, long number, Runnable what) {}

  /// A stretch of a run.
  record Window(Instant from, Instant until) {
    static final Window NEVER = new Window(START, START);

    static Window ofMinutes(long from, long lasts) {
      Instant begin = START.plus(Duration.ofMinutes(from));
      return new Window(begin, begin.plus(Duration.ofMinutes(lasts)));
    }

    boolean has(Instant at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
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

  void runUntil(Instant end) {
    while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
      Event next = events.remove();
      now = next.at();
      next.what().run();
    }
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
