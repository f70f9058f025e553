package io.cdrwebhooks.local.start;

import java.time.Duration;

/// A process that ends without warning, as a function in Lambda does.
public record KilledProcess(Process process) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Kills the process, and waits for its end.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE)) {
        throw new IllegalStateException(
            "process " + process.pid() + " must end within " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
