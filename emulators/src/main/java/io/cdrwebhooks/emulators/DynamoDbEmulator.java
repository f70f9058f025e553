package io.cdrwebhooks.emulators;

import static java.util.Objects.requireNonNullElse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DynamoDB on 127.0.0.1: runs Dynalite in a separate Node process. The process ends when the
/// emulator closes, and when the JVM ends for any reason. A created table becomes active within
/// milliseconds, but after `createTable` answers: repeat `describeTable` until it is.
///
/// Our own layer answers `TransactWriteItems` before Dynalite. Differences from DynamoDB: no
/// `TransactGetItems`, no time to live (`UnknownOperationException`), and transactions wait for
/// each other where DynamoDB cancels one. Thread-safe.
public final class DynamoDbEmulator implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final String LISTENING = "LISTENING ";

  private static final Logger log = LoggerFactory.getLogger(DynamoDbEmulator.class);

  private final Process process;
  private final int port;

  private DynamoDbEmulator(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts an emulator on a free port that refuses callers without this access key's id, and pages
  /// of other sites. It does not check signatures. Without a data directory the tables are in
  /// memory.
  ///
  /// @throws EmulatorException when Node or Dynalite is missing, or the directory is in use
  public static DynamoDbEmulator start(AccessKey known, @Nullable Path dataDirectory) {
    if (dataDirectory != null) {
      create(dataDirectory);
    }
    Process process = Dynalite.start(dataDirectory, known);
    BufferedReader output = process.inputReader();
    try {
      String line = firstLine(output);
      if (!line.startsWith(LISTENING)) {
        throw refusal(line, dataDirectory);
      }
      // This is a platform thread: reading a pipe would block the carrier of a virtual thread, and
      // there are few carriers.
      Thread.ofPlatform().daemon().name("dynalite-output").start(() -> logRest(output));
      return new DynamoDbEmulator(process, Integer.parseInt(line.substring(LISTENING.length())));
    } catch (RuntimeException failure) {
      process.destroyForcibly();
      throw failure;
    }
  }

  public URI endpoint() {
    return Ports.http(port);
  }

  public int port() {
    return port;
  }

  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOP_PATIENCE)) {
        return;
      }
    } catch (IOException alreadyGone) {
      log.debug("Dynalite's input is already closed", alreadyGone);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static void create(Path dataDirectory) {
    try {
      Files.createDirectories(dataDirectory, Ports.OWNER_ONLY);
    } catch (IOException failure) {
      throw new EmulatorException(
          "Tables can't be kept in %s: it can't be created.".formatted(dataDirectory), failure);
    }
  }

  private static String firstLine(BufferedReader output) {
    try {
      return requireNonNullElse(output.readLine(), "it ended without output");
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  private static EmulatorException refusal(String line, @Nullable Path dataDirectory) {
    if (dataDirectory != null && line.startsWith("FAILED LEVEL_")) {
      return new EmulatorException(
          "Tables can't be kept in %s: another process has them open, or they are not Dynalite's."
              .formatted(dataDirectory));
    }
    return new EmulatorException("Dynalite did not start: " + line);
  }

  private static void logRest(BufferedReader output) {
    try {
      output.lines().forEach(line -> log.warn("Dynalite: {}", line));
    } catch (UncheckedIOException closed) {
      log.debug("Dynalite's output ended", closed);
    }
  }
}
