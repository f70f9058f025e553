package io.cdrwebhooks.dispatch.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Decides whether an unreachable receiver is a fault of our network, DNS or trust store.
///
/// After an exchange without an answer it checks the canary. The fault is ours if the canary is
/// unreachable too, or if the exchange began before egress was seen to work again. An older success
/// proves nothing: egress may have broken since. Without a canary, egress counts as broken when
/// many hosts failed in the last minute and none was reached. Thread-safe.
public final class EgressWatch {
  private static final int MANY_HOSTS = 5;
  private static final Duration FAILURES_COUNT_FOR = Duration.ofMinutes(1);

  private final Optional<Canary> canary;
  private final InstantSource clock;

  /// The last failure of each host. A host that was reached is removed.
  private final Map<String, Instant> failed = new ConcurrentHashMap<>();

  private volatile Instant reachedAt = Instant.EPOCH;
  private boolean broken;

  /// The last time at which egress was found broken, or working again after that. The fault may
  /// have affected exchanges that began earlier.
  private Instant doubtfulUntil = Instant.EPOCH;

  public EgressWatch(Optional<Canary> canary, InstantSource clock) {
    this.canary = canary;
    this.clock = clock;
  }

  /// An address that is always reachable unless our network, DNS or trust store is broken.
  @FunctionalInterface
  public interface Canary {
    /// Returns whether the canary is reachable now, after this call.
    boolean isReached() throws InterruptedException;
  }

  /// Returns the result of an exchange that has just ended.
  ///
  /// @throws OurFaultException if it has no answer because of a fault on our side
  public ExchangeResult unlessOurFault(String host, Instant begunAt, ExchangeResult result)
      throws InterruptedException {
    if (!(result instanceof ExchangeResult.Unreachable(var _, String reason, var _))) {
      reached(host, begunAt);
    } else if (isOurFault(host, begunAt)) {
      throw new OurFaultException("our network reaches no receiver: " + host + ": " + reason);
    }
    return result;
  }

  private void reached(String host, Instant begunAt) {
    failed.remove(host);
    reachedAt = clock.instant();
    seenWorking(begunAt);
  }

  private boolean isOurFault(String host, Instant begunAt) throws InterruptedException {
    Instant failedAt = clock.instant();
    if (canary.isEmpty()) {
      if (manyHostsFail(host, failedAt)) {
        seenBroken();
      }
    } else if (canary.get().isReached()) {
      seenWorking(failedAt);
    } else {
      seenBroken();
    }
    return isDoubtful(begunAt);
  }

  private boolean manyHostsFail(String host, Instant now) {
    failed.values().removeIf(at -> at.plus(FAILURES_COUNT_FOR).isBefore(now));
    failed.put(host, now);
    return failed.size() >= MANY_HOSTS && !reachedAt.isAfter(now.minus(FAILURES_COUNT_FOR));
  }

  private synchronized void seenBroken() {
    broken = true;
    doubtfulUntil = clock.instant();
  }

  /// Records an answer to an exchange that began at `begunAt`. If the exchange began before egress
  /// was last found broken, it may use an earlier look-up and connection, so its answer proves
  /// nothing.
  private synchronized void seenWorking(Instant begunAt) {
    if (broken && begunAt.isAfter(doubtfulUntil)) {
      broken = false;
      doubtfulUntil = clock.instant();
    }
  }

  private synchronized boolean isDoubtful(Instant begunAt) {
    return !begunAt.isAfter(doubtfulUntil);
  }
}
