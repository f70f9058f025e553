package io.cdrwebhooks.chaos.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The dispatch process as its starter sees it: one at a time, killed with SIGKILL and no other.
public final class DispatchChild implements Killer.Victim, AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final List<String> command;
  private final File log;
  private Process process;

  private DispatchChild(List<String> command, File log) throws IOException {
    this.command = command;
    this.log = log;
    this.process = launch();
  }

  /// The files that the process works with.
  public record Files(Path folder, Path hosts, Path trustStore, String trustStorePassword) {
    /// What the process writes to its standard output and error.
    public Path log() {
      return folder.resolve("dispatch.log");
    }
  }

  public static DispatchChild start(DispatchSettings settings, Files files) throws IOException {
    Path file = files.folder().resolve("dispatch.properties");
    settings.write(file);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Djdk.net.hosts.file=" + files.hosts(),
            "-Dsun.net.inetaddr.ttl=0",
            "-Dsun.net.inetaddr.negative.ttl=0",
            "-Djavax.net.ssl.trustStore=" + files.trustStore(),
            "-Djavax.net.ssl.trustStorePassword=" + files.trustStorePassword(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            DispatchProcess.class.getName(),
            file.toString());
    return new DispatchChild(command, files.log().toFile());
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  @Override
  public synchronized void killAndStartAgain() {
    try {
      end();
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException("the dispatch process could not be started again", e);
    }
  }

  public synchronized boolean isAlive() {
    return process.isAlive();
  }

  private void end() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the dispatch process survived its kill");
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
