package io.cdrwebhooks.bench.lambda;

import java.util.concurrent.TimeUnit;

/// A running process of a function. `startedNanos` is the [System#nanoTime] just before its start.
record FunctionProcess(Process process, long startedNanos) implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  /// Kills the process, and waits for its end. Lambda gives a function no notice either.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "function process " + process.pid() + " must end within " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
