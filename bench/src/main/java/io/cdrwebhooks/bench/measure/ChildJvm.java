package io.cdrwebhooks.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A JVM with this one's libraries, so that the work of either side is not counted as the other's.
///
/// It answers one question at a time, a word and a number, with a line of JSON. It ends when its
/// standard input ends. For one thread.
public final class ChildJvm implements AutoCloseable {
  private static final Duration OUTPUT_TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path errors;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// Starts `program`'s main method, with these variables in addition to this process' own; its
  /// standard error goes to a file in `scratch`.
  public static ChildJvm start(
      Class<?> program, List<String> options, Path scratch, Map<String, String> variables)
      throws IOException {
    Path errors = scratch.resolve(program.getSimpleName() + ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().putAll(variables);
    return new ChildJvm(builder.start(), errors);
  }

  /// Reads the next answer. Before any question, the process sends one when it is ready.
  public <A> A readAnswer(Class<A> type) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the measured process has ended: see " + errors);
    }
    return JSON.readValue(line, type);
  }

  public <A> A ask(String question, int number, Class<A> type) throws IOException {
    questions.write(question + " " + number + "\n");
    questions.flush();
    return readAnswer(type);
  }

  @Override
  public void close() throws IOException {
    try {
      questions.close();
      if (!process.waitFor(OUTPUT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Answers the questions in the child process.
  @FunctionalInterface
  public interface Answers {
    Object to(String question, int number) throws IOException, InterruptedException;
  }

  /// Reserves the child's standard output for answers. Any other output goes to standard error from
  /// now on.
  public static PrintStream takeOutput() {
    PrintStream output = System.out;
    System.setOut(System.err);
    return output;
  }

  /// Says `ready` in the child process, and answers questions until they end.
  public static void serve(PrintStream output, Object ready, Answers answers)
      throws IOException, InterruptedException {
    output.println(JSON.writeValueAsString(ready));
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String question = questions.readLine();
    while (question != null) {
      String[] words = question.split(" ", -1);
      Object answer = answers.to(words[0], Integer.parseInt(words[1]));
      output.println(JSON.writeValueAsString(answer));
      question = questions.readLine();
    }
  }
}
