package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the dispatch process and kills it with SIGKILL; at most one runs at a time.
public final class DispatchChild implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private KilledProcess process;

  private DispatchChild(List<String> command, Path log) throws IOException {
    this.command = command;
    this.log = log;
    this.process = launch();
  }

  /// Starts the process; `folder` is for its files.
  public static DispatchChild start(DispatchProcess.Settings settings, Path folder)
      throws IOException {
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

  private KilledProcess launch() throws IOException {
    return new KilledProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  public synchronized void killAndStartAgain() {
    try {
      process.close();
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException("the dispatch process cannot restart", e);
    }
  }

  public Path log() {
    return log;
  }

  public synchronized boolean isAlive() {
    return process.process().isAlive();
  }

  @Override
  public synchronized void close() {
    process.close();
  }
}
