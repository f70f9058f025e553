package io.cdrwebhooks.local.lambda;

import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Invokes a function on a schedule as a rule of EventBridge does: with the same JSON each time,
/// one run at a time.
///
/// The first run is at once, so that a restarted system finds its remaining work.
public final class ScheduledInvocations implements AutoCloseable {
  private static final Duration LAST_RUN = Duration.ofSeconds(20);

  private final LocalFunction function;
  private final byte[] event;
  private final EventLog log;
  private final ScheduledExecutorService thread;

  /// Starts the schedule: each run begins `interval` after the end of the previous one.
  public ScheduledInvocations(
      LocalFunction function, String event, Duration interval, EventLog log) {
    this.function = function;
    this.event = event.getBytes(StandardCharsets.UTF_8);
    this.log = log;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("schedule-" + function.name()).factory());
    var _ =
        thread.scheduleWithFixedDelay(this::invoke, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Invokes the function once. A failure must not prevent the next run.
  private void invoke() {
    try {
      var _ = function.invoke(event);
    } catch (IOException | RuntimeException e) {
      log.error("schedule.failed", e, "function", function.name());
    }
  }

  /// Waits for the current run, up to 20 seconds; no other begins.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_RUN.toMillis(), TimeUnit.MILLISECONDS)) {
        var _ = thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      var _ = thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
