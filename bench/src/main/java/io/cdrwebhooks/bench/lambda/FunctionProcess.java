package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One process of a function, with the variables it is given and no others.
public final class FunctionProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final long startedNanos;

  private FunctionProcess(Process process, long startedNanos) {
    this.process = process;
    this.startedNanos = startedNanos;
  }

  /// `command` runs in the function's folder.
  static FunctionProcess start(List<String> command, Launch launch, RuntimeApi api)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.function().path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(launch.log().toFile());
    builder.environment().clear();
    builder.environment().putAll(LambdaVariables.of(launch, api));
    long before = System.nanoTime();
    return new FunctionProcess(builder.start(), before);
  }

  /// Just before the process was asked for, by [System#nanoTime].
  public long startedNanos() {
    return startedNanos;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Asks it to end by itself, and waits for that.
  void end(Duration patience) throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(
          "a function's process did not end within " + patience.toSeconds() + " s");
    }
  }

  /// Killed, and gone when this returns: what a function does when Lambda freezes it is not asked.
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
