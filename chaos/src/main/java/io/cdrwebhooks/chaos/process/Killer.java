package io.cdrwebhooks.chaos.process;

import io.cdrwebhooks.chaos.Dice;
import io.cdrwebhooks.chaos.timeline.Kill;
import io.cdrwebhooks.chaos.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Kills the dispatch process at cut points, which are where its requests pass by, and has it
/// started again at once. For several threads.
public final class Killer {
  private static final int SKIPPED = 3;
  private static final int RECORDED_BETWEEN = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final String ASKS_FOR_WORK = "ReceiveMessage";

  private final KillPlan plan;
  private final Dice dice;
  private final Timeline timeline;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, AtomicInteger> kills = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> passed = new ConcurrentSkipListMap<>();
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicInteger recorded = new AtomicInteger();
  private volatile @Nullable Victim victim;
  private volatile long notBeforeNanos = Long.MAX_VALUE;
  private volatile @Nullable Kill open;

  /// What is killed.
  @FunctionalInterface
  public interface Victim {
    /// Returns when the one is dead and the next is starting.
    void killAndStartAgain();
  }

  public Killer(KillPlan plan, Dice dice, Timeline timeline) {
    this.plan = plan;
    this.dice = dice;
    this.timeline = timeline;
  }

  /// From now on this process is killed, as planned.
  public void aimAt(Victim process) {
    victim = process;
    recorded.set(0);
    notBeforeNanos = System.nanoTime() + plan.spacing().toNanos();
  }

  /// Nobody is killed for so long.
  public void pauseFor(Duration calm) {
    lock.lock();
    try {
      notBeforeNanos = Math.max(notBeforeNanos, System.nanoTime() + calm.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /// Nobody is killed any more.
  public void rest() {
    lock.lock();
    try {
      victim = null;
      closeOpen(Instant.now());
    } finally {
      lock.unlock();
    }
  }

  /// A request of the process came by: after a kill, its asking for work says that it is back.
  public void heard(String kind) {
    if (!kind.endsWith(ASKS_FOR_WORK)) {
      return;
    }
    if (timeline.begun().isEmpty()) {
      timeline.began(Instant.now());
    }
    Kill last = open;
    if (last != null && Instant.now().isAfter(last.at().plusMillis(250))) {
      lock.lock();
      try {
        closeOpen(Instant.now());
      } finally {
        lock.unlock();
      }
    }
  }

  /// The process got an attempt recorded.
  public void sawProgress() {
    recorded.incrementAndGet();
  }

  /// Whether the process was killed right here: then whoever asks has nobody to go on for.
  public boolean strikes(String point) {
    passed.computeIfAbsent(point, any -> new AtomicInteger()).incrementAndGet();
    if (victim == null || isTooEarly(point) || !lock.tryLock()) {
      return false;
    }
    try {
      Victim process = victim;
      if (process == null || isTooEarly(point) || !isWanted(point)) {
        return false;
      }
      kill(process, point);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// A process is left to start and to get something done, however slow the machine is.
  private boolean isTooEarly(String point) {
    if (open != null || KillPlan.isSeldom(point)) {
      return open != null;
    }
    long now = System.nanoTime();
    return now < notBeforeNanos
        || (recorded.get() < RECORDED_BETWEEN && now < notBeforeNanos + PATIENCE.toNanos());
  }

  private boolean isWanted(String point) {
    if (total.get() >= plan.most() || !plan.points().test(point)) {
      return false;
    }
    int times = count(kills, point);
    // Not always the first that comes by; but what is rare may come but once.
    int skipped = count(passed, point) > 50 ? dice.pick(SKIPPED, "skip", point, times) : 0;
    return times < plan.perPoint() && count(passed, point) % SKIPPED >= skipped;
  }

  private void kill(Victim process, String point) {
    Instant at = Instant.now();
    process.killAndStartAgain();
    open = new Kill(at, at, point);
    kills.computeIfAbsent(point, any -> new AtomicInteger()).incrementAndGet();
    total.incrementAndGet();
  }

  private void closeOpen(Instant back) {
    Kill last = open;
    if (last != null) {
      timeline.kill(new Kill(last.at(), back, last.point()));
      open = null;
      recorded.set(0);
      double stretch = 0.7 + 0.6 * dice.roll("spacing", total.get());
      long next = System.nanoTime() + Math.round(plan.spacing().toNanos() * stretch);
      notBeforeNanos = Math.max(notBeforeNanos, next);
    }
  }

  private static int count(Map<String, AtomicInteger> counts, String point) {
    AtomicInteger count = counts.get(point);
    return count == null ? 0 : count.get();
  }

  /// How often the process was killed at each cut point that its requests passed.
  public Map<String, Integer> cutPoints() {
    Map<String, Integer> all = new TreeMap<>();
    passed.keySet().forEach(point -> all.put(point, count(kills, point)));
    return all;
  }

  /// Whether there is still a cut point that waits for its turn.
  public boolean hasWork() {
    return total.get() < plan.most()
        && cutPoints().entrySet().stream()
            .anyMatch(
                point -> plan.points().test(point.getKey()) && point.getValue() < plan.perPoint());
  }

  public int total() {
    return total.get();
  }
}
