package io.cdrwebhooks.chaos.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Kills the dispatch process once at each cut point in its requests, and starts it again at once.
/// Thread-safe.
public final class Killer {
  /// The points between a claim, the receiver's answer and its record: a kill there costs a lease
  /// or a repeat.
  public static final Set<String> COSTLIEST =
      Set.of(
          "after " + RequestKind.CLAIM,
          "receiver, after it has read",
          "receiver, after its answer",
          "before " + RequestKind.COMPLETE,
          "after " + RequestKind.COMPLETE);

  private static final int RECORDED_BETWEEN = 5;

  /// The longest wait for recorded attempts, and for a point of `first`. A kill holds lanes for the
  /// rest of their leases, so both may be late.
  private static final Duration MAX_WAIT = Duration.ofSeconds(6);

  private final Duration spacing;
  private final Set<String> first;
  private final Timeline timeline;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Boolean> cutPoints = new ConcurrentSkipListMap<>();
  private final AtomicInteger recorded = new AtomicInteger();
  private volatile @Nullable Runnable killAndStartAgain;
  private volatile long lastNanos = System.nanoTime();

  /// Creates a killer that is at rest. `spacing` is the shortest time between two kills. The killer
  /// prefers the points of `first`.
  public Killer(Duration spacing, Set<String> first, Timeline timeline) {
    this.spacing = spacing;
    this.first = first;
    this.timeline = timeline;
  }

  /// Begins to kill. `killAndStartAgain` returns when the process is dead and the next one starts.
  public void aim(Runnable killAndStartAgain) {
    begin();
    this.killAndStartAgain = killAndStartAgain;
  }

  public void rest() {
    killAndStartAgain = null;
  }

  public void sawProgress() {
    recorded.incrementAndGet();
  }

  /// Returns whether it killed the process at this point. The caller must then drop its request or
  /// answer.
  public boolean strikes(String point) {
    cutPoints.putIfAbsent(point, false);
    if (isTooEarly() || !lock.tryLock()) {
      return false;
    }
    try {
      Runnable kill = killAndStartAgain;
      if (kill == null || isTooEarly() || !isWanted(point)) {
        return false;
      }
      Instant from = Instant.now();
      kill.run();
      cutPoints.put(point, true);
      timeline.kill(from, Instant.now());
      begin();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether to wait. The process needs time to start and to record something before it is
  /// killed, even on a slow machine.
  private boolean isTooEarly() {
    return isWithin(spacing) || (recorded.get() < RECORDED_BETWEEN && !hasWaited());
  }

  private boolean isWanted(String point) {
    return !isKilledAt(point)
        && (first.contains(point) || first.stream().allMatch(this::isKilledAt) || hasWaited());
  }

  private boolean hasWaited() {
    return !isWithin(spacing.plus(MAX_WAIT));
  }

  private boolean isKilledAt(String point) {
    return cutPoints.getOrDefault(point, false);
  }

  private boolean isWithin(Duration time) {
    return System.nanoTime() - lastNanos < time.toNanos();
  }

  private void begin() {
    lastNanos = System.nanoTime();
    recorded.set(0);
  }

  /// Returns the cut points that requests passed, and whether the process was killed there.
  public Map<String, Boolean> cutPoints() {
    return Collections.unmodifiableMap(cutPoints);
  }

  public boolean isIdleFor(Duration time) {
    return !isWithin(time);
  }
}
