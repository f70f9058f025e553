package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.statistics.Tally;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// What a function takes from outside besides its stores: time, randomness, a place to log and to
/// count to, for those who watch (`metrics`) and for the console (`tally`).
///
/// `tokens` must be cryptographically strong. `jitter` gives numbers from 0 to 1 that spread
/// retries.
public record Surroundings(
    InstantSource clock,
    Supplier<UUID> tokens,
    DoubleSupplier jitter,
    EventLog log,
    Metrics metrics,
    Tally tally) {
  /// With a tally of its own.
  public Surroundings(
      InstantSource clock,
      Supplier<UUID> tokens,
      DoubleSupplier jitter,
      EventLog log,
      Metrics metrics) {
    this(clock, tokens, jitter, log, metrics, new Tally(clock));
  }

  /// Those of a deployment, whose metrics are counted under `metricsNamespace`.
  ///
  /// Jitter is of the strong kind too: any other generator would give the same numbers to all that
  /// start from one snapshot, and they would try again at the same moments.
  public static Surroundings standard(String metricsNamespace) {
    SecureRandom random = new SecureRandom();
    return new Surroundings(
        InstantSource.system(),
        UUID::randomUUID,
        random::nextDouble,
        EventLog.toStandardOutput(),
        Metrics.toStandardOutput(metricsNamespace));
  }
}
