package io.cdrwebhooks.chaos.process;

import io.cdrwebhooks.chaos.timeline.Dice;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.timeline.Timeline.Kill;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Kills the dispatch process at cut points, which its requests pass, and starts it again at once.
/// For several threads.
public final class Killer {
  /// A run passes these cut points but a few times, so they wait for nothing.
  private static final Set<String> SELDOM =
      Set.of("webhook-configurations/put", "deliveries/stop", "deliveries/restart");

  private static final int SKIPPED = 3;
  private static final int FREQUENT = 50;
  private static final int RECORDED_BETWEEN = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration DYING = Duration.ofMillis(250);
  private static final String ASKS_FOR_WORK = "ReceiveMessage";

  private final KillPlan plan;
  private final Dice dice;
  private final Timeline timeline;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> killedAt = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> passed = new ConcurrentSkipListMap<>();
  private final AtomicInteger recorded = new AtomicInteger();
  private volatile @Nullable Victim victim;
  private volatile long notBeforeNanos = Long.MAX_VALUE;
  private volatile @Nullable Kill open;

  /// The process that is killed.
  @FunctionalInterface
  public interface Victim {
    /// Returns when the process is dead and the next one starts.
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

  /// From now on the process lives.
  public void rest() {
    lock.lock();
    try {
      victim = null;
      closeOpen(Instant.now());
    } finally {
      lock.unlock();
    }
  }

  /// A request of the process passed: when it asks for work after a kill, it is back.
  public void heard(String kind) {
    Kill last = open;
    if (kind.endsWith(ASKS_FOR_WORK)
        && last != null
        && Instant.now().isAfter(last.at().plus(DYING))) {
      lock.lock();
      try {
        closeOpen(Instant.now());
      } finally {
        lock.unlock();
      }
    }
  }

  /// The process recorded an attempt.
  public void sawProgress() {
    recorded.incrementAndGet();
  }

  /// Whether the process was killed right here. Then the caller drops its request or answer.
  public boolean strikes(String point) {
    passed.merge(point, 1, Integer::sum);
    if (victim == null || isTooEarly(point) || !lock.tryLock()) {
      return false;
    }
    try {
      Victim process = victim;
      if (process == null || isTooEarly(point) || !isWanted(point)) {
        return false;
      }
      Instant at = Instant.now();
      process.killAndStartAgain();
      open = new Kill(at, at, point);
      killedAt.add(point);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// A process may start and record something before it is killed, however slow the machine is.
  private boolean isTooEarly(String point) {
    if (open != null || SELDOM.stream().anyMatch(point::endsWith)) {
      return open != null;
    }
    long now = System.nanoTime();
    return now < notBeforeNanos
        || (recorded.get() < RECORDED_BETWEEN && now < notBeforeNanos + PATIENCE.toNanos());
  }

  /// Not always the first time that a point is passed; but a rare one may be passed only once.
  private boolean isWanted(String point) {
    int times = passed.getOrDefault(point, 0);
    int skipped = times > FREQUENT ? dice.pick(SKIPPED, "skip", point) : 0;
    return total() < plan.most() && isLeft(point) && times % SKIPPED >= skipped;
  }

  private boolean isLeft(String point) {
    return plan.points().test(point) && !killedAt.contains(point);
  }

  private void closeOpen(Instant back) {
    Kill last = open;
    if (last != null) {
      timeline.kill(new Kill(last.at(), back, last.point()));
      open = null;
      recorded.set(0);
      double stretch = 0.7 + 0.6 * dice.roll("spacing", total());
      notBeforeNanos = System.nanoTime() + Math.round(plan.spacing().toNanos() * stretch);
    }
  }

  /// The cut points that requests passed, and whether the process was killed there.
  public Map<String, Boolean> cutPoints() {
    Map<String, Boolean> all = new TreeMap<>();
    passed.keySet().forEach(point -> all.put(point, killedAt.contains(point)));
    return all;
  }

  /// Whether there is a cut point left to kill at.
  public boolean hasWork() {
    return total() < plan.most() && passed.keySet().stream().anyMatch(this::isLeft);
  }

  public int total() {
    return killedAt.size();
  }
}
