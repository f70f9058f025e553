package io.cdrwebhooks.bench.lambda;

import java.util.concurrent.TimeUnit;

/// A running process of a function. `startedNanos` is just before it was started, by
/// [System#nanoTime].
record FunctionProcess(Process process, long startedNanos) implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  /// Kills the process, as Lambda asks a function nothing either, and waits for its end.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a function's process survived its kill");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
