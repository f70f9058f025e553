package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.Timeline.Kill;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Kills the dispatch process at cut points in its requests, and starts it again at once.
/// Thread-safe.
public final class Killer {
  /// Cut points that a run passes only a few times, so the killer does not wait there.
  private static final Set<String> RARE_POINTS =
      Set.of("webhook-configurations/put", "deliveries/stop", "deliveries/restart");

  private static final int MAX_SKIPPED = 3;
  private static final int FREQUENT_FROM = 50;
  private static final int RECORDED_BETWEEN = 5;
  private static final Duration RECORDING_TIMEOUT = Duration.ofSeconds(6);
  private static final Duration MAX_DYING_TIME = Duration.ofMillis(250);
  private static final String ASKS_FOR_WORK = "ReceiveMessage";

  private final Plan plan;
  private final Dice dice;
  private final Timeline timeline;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> killedAt = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> passed = new ConcurrentSkipListMap<>();
  private final AtomicInteger recorded = new AtomicInteger();
  private volatile @Nullable Runnable killAndStartAgain;
  private volatile long notBeforeNanos = Long.MAX_VALUE;
  private volatile @Nullable Kill open;

  /// The plan of the kills: at most `most` of them, about `spacing` apart, once at each cut point
  /// that `points` accepts.
  public record Plan(Duration spacing, int most, Predicate<String> points) {
    public static Plan everywhere(Duration spacing) {
      return new Plan(spacing, Integer.MAX_VALUE, _ -> true);
    }
  }

  public Killer(Plan plan, Dice dice, Timeline timeline) {
    this.plan = plan;
    this.dice = dice;
    this.timeline = timeline;
  }

  /// Begins to kill, following the plan. `killAndStartAgain` kills the process and starts the next
  /// one. It returns when the process is dead and the next one starts.
  public void aim(Runnable killAndStartAgain) {
    this.killAndStartAgain = killAndStartAgain;
    recorded.set(0);
    notBeforeNanos = System.nanoTime() + plan.spacing().toNanos();
  }

  public void rest() {
    killAndStartAgain = null;
    closeOpen();
  }

  /// Records a request of the process. Its first request for work after a kill shows that it runs
  /// again.
  public void requestSeen(String kind) {
    Kill last = open;
    if (kind.endsWith(ASKS_FOR_WORK)
        && last != null
        && Instant.now().isAfter(last.at().plus(MAX_DYING_TIME))) {
      closeOpen();
    }
  }

  public void sawProgress() {
    recorded.incrementAndGet();
  }

  /// Returns whether it killed the process at this point. The caller must then drop its request or
  /// answer.
  public boolean strikes(String point) {
    passed.merge(point, 1, Integer::sum);
    if (killAndStartAgain == null || isTooEarly(point) || !lock.tryLock()) {
      return false;
    }
    try {
      Runnable kill = killAndStartAgain;
      if (kill == null || isTooEarly(point) || !isWanted(point)) {
        return false;
      }
      Instant at = Instant.now();
      kill.run();
      open = new Kill(at, at, point);
      killedAt.add(point);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether to wait. The process needs time to start and to record something before it is
  /// killed, even on a slow machine.
  private boolean isTooEarly(String point) {
    if (open != null || RARE_POINTS.stream().anyMatch(point::endsWith)) {
      return open != null;
    }
    long now = System.nanoTime();
    return now < notBeforeNanos
        || (recorded.get() < RECORDED_BETWEEN
            && now < notBeforeNanos + RECORDING_TIMEOUT.toNanos());
  }

  /// Returns whether to kill at this point. It does not always kill at the first pass, but a rare
  /// point may be passed only once.
  private boolean isWanted(String point) {
    int times = passed.getOrDefault(point, 0);
    int skipped = times > FREQUENT_FROM ? dice.pick(MAX_SKIPPED, "skip", point) : 0;
    return total() < plan.most() && isOpen(point) && times % MAX_SKIPPED >= skipped;
  }

  private boolean isOpen(String point) {
    return plan.points().test(point) && !killedAt.contains(point);
  }

  private void closeOpen() {
    lock.lock();
    try {
      Kill last = open;
      if (last != null) {
        timeline.kill(new Kill(last.at(), Instant.now(), last.point()));
        open = null;
        recorded.set(0);
        double stretch = 0.7 + 0.6 * dice.roll("spacing", total());
        notBeforeNanos = System.nanoTime() + Math.round(plan.spacing().toNanos() * stretch);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns the cut points that requests passed, and whether the process was killed there.
  public Map<String, Boolean> cutPoints() {
    Map<String, Boolean> all = new TreeMap<>();
    passed.keySet().forEach(point -> all.put(point, killedAt.contains(point)));
    return all;
  }

  public boolean hasWork() {
    return total() < plan.most() && passed.keySet().stream().anyMatch(this::isOpen);
  }

  public int total() {
    return killedAt.size();
  }
}
