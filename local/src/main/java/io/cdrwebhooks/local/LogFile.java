package io.cdrwebhooks.local;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The functions' log in a file, a line of JSON per event. For several threads.
final class LogFile implements AutoCloseable {
  private final BufferedWriter writer;

  private LogFile(BufferedWriter writer) {
    this.writer = writer;
  }

  /// Begins a new file.
  static LogFile create(Path file) throws IOException {
    return new LogFile(Files.newBufferedWriter(file));
  }

  /// Goes on with the file of earlier runs.
  static LogFile append(Path file) throws IOException {
    return new LogFile(
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  synchronized void write(String line) {
    try {
      writer.write(line);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the log could not be written", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
