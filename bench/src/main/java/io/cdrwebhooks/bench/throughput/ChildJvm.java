package io.cdrwebhooks.bench.throughput;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of its own, with this one's libraries: neither side's work is counted as the other's.
///
/// It is asked a line and answers a line, in words separated by spaces, and ends when its standard
/// input does ([Child]). For one thread.
public final class ChildJvm implements AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(30);

  private final Process process;
  private final Path errors;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.questions =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /// Starts `program`'s main method; what it writes to standard error goes to a file in `scratch`.
  public static ChildJvm start(
      Class<?> program, List<String> options, Path scratch, List<String> arguments)
      throws IOException {
    Path errors = scratch.resolve(program.getSimpleName() + ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(arguments);
    return new ChildJvm(
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start(),
        errors);
  }

  /// The next line that it says without being asked: the first tells that it is ready.
  public List<String> hear() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a process that is measured has ended: see " + errors);
    }
    return List.of(line.split(" ", -1));
  }

  public List<String> ask(String question) throws IOException {
    questions.write(question);
    questions.newLine();
    questions.flush();
    return hear();
  }

  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    try {
      questions.close();
      if (!process.waitFor(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
