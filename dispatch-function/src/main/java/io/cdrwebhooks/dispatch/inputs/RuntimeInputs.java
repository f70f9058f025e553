package io.cdrwebhooks.dispatch.inputs;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.time.Instants;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A function's inputs in addition to its stores: time, randomness, logs, and counts for operators
/// (`metrics`) and for the console (`tally`).
///
/// `tokens` must be cryptographically strong. `jitter` gives numbers from 0 to 1 that spread
/// retries.
public record RuntimeInputs(
    InstantSource clock,
    Supplier<UUID> tokens,
    DoubleSupplier jitter,
    EventLog log,
    Metrics metrics,
    Tally tally,
    Threads threads) {
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  /// The threads of dispatch and how they wait. A test replaces them, so that waits take no time.
  @FunctionalInterface
  public interface Threads {
    void sleep(Duration length) throws InterruptedException;

    /// Creates an executor with a thread for each task.
    default ExecutorService perTask() {
      return Executors.newVirtualThreadPerTaskExecutor();
    }

    /// Waits for an element that another thread adds. Returns null if there is none within
    /// `patience`.
    default <T> @Nullable T poll(BlockingQueue<T> queue, Duration patience)
        throws InterruptedException {
      return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// See [Instants#now].
  public Instant now() {
    return Instants.now(clock);
  }

  /// Retries a write every second until it succeeds. At `until` it throws the last fault. Log lines
  /// name the write by `id`.
  public <T> T retryUntil(Supplier<T> write, Object id, Instant until) throws InterruptedException {
    while (true) {
      try {
        return write.get();
      } catch (RuntimeException fault) {
        if (!clock.instant().plus(BETWEEN_TRIES).isBefore(until)) {
          throw fault;
        }
        log.warn("write.retried", fault, "id", id);
        threads.sleep(BETWEEN_TRIES);
      }
    }
  }

  /// Creates inputs with a new tally and real waits.
  public RuntimeInputs(
      InstantSource clock,
      Supplier<UUID> tokens,
      DoubleSupplier jitter,
      EventLog log,
      Metrics metrics) {
    this(clock, tokens, jitter, log, metrics, new Tally(clock), Thread::sleep);
  }

  /// Returns the inputs of a deployment, whose metrics are counted under `metricsNamespace`.
  ///
  /// Jitter is cryptographically strong too. With any other generator, processes that start from
  /// the same snapshot would get the same numbers, and retry at the same moments.
  public static RuntimeInputs standard(String metricsNamespace) {
    SecureRandom random = new SecureRandom();
    return new RuntimeInputs(
        InstantSource.system(),
        UUID::randomUUID,
        random::nextDouble,
        EventLog.toStandardOutput(),
        Metrics.toStandardOutput(metricsNamespace));
  }
}
