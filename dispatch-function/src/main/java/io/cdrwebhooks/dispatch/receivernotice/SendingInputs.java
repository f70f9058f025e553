package io.cdrwebhooks.dispatch.receivernotice;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The inputs for sending a notice in addition to stores and receivers. `now` gives whole
/// milliseconds; `jitter` gives numbers from 0 to 1.
public record SendingInputs(
    Supplier<Instant> now, DoubleSupplier jitter, Sleep sleep, EventLog log, Metrics metrics) {
  /// Blocks the thread for a while.
  @FunctionalInterface
  public interface Sleep {
    void sleep(Duration length) throws InterruptedException;
  }
}
