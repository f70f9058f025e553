package io.cdrwebhooks.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts the dispatch process and kills it with SIGKILL; at most one runs at a time.
public final class DispatchChild implements Killer.Victim, AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final List<String> command;
  private final Path log;
  private Process process;

  private DispatchChild(List<String> command, Path log) throws IOException {
    this.command = command;
    this.log = log;
    this.process = launch();
  }

  /// Starts the process; `folder` is for its files.
  public static DispatchChild start(DispatchSettings settings, Path folder) throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-Djdk.net.hosts.file=" + hosts);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(DispatchProcess.class.getName(), settings.json()));
    return new DispatchChild(command, folder.resolve("dispatch.log"));
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  @Override
  public synchronized void killAndStartAgain() {
    try {
      end();
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException("the dispatch process cannot restart", e);
    }
  }

  public Path log() {
    return log;
  }

  public synchronized boolean isAlive() {
    return process.isAlive();
  }

  private void end() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "dispatch process " + process.pid() + " must end within " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    end();
  }
}
