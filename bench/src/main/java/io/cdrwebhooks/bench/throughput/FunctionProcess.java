package io.cdrwebhooks.bench.throughput;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.stand.Stand;
import io.cdrwebhooks.local.start.KilledProcess;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A separate JVM with the settings of a deployment, in which a function is measured, so that the
/// figures leave out the servers. It runs a section's `main` with the size and the number of rounds
/// as arguments, and reads a line of JSON for each round. The first `warmUps` rounds do not count.
record FunctionProcess(Class<?> main, int size, int warmUps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  <R> List<R> runs(Workbench workbench, Stand stand, Class<R> type) throws IOException {
    Path errors = workbench.scratch().resolve("function.err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Lambda's collector for functions of this size; a JVM would choose another one.
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                Integer.toString(size),
                Integer.toString(warmUps + workbench.runs()))
            .redirectError(errors.toFile());
    builder.environment().putAll(stand.variables());
    List<R> runs = new ArrayList<>();
    try (KilledProcess process = new KilledProcess(builder.start());
        BufferedReader lines = process.process().inputReader(StandardCharsets.UTF_8)) {
      for (int number = 1 - warmUps; number <= workbench.runs(); number++) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("the measured process has ended: see " + errors);
        }
        if (number > 0) {
          runs.add(JSON.readValue(line, type));
          workbench.sayRun(number);
        }
      }
    }
    return runs;
  }

  /// In the separate JVM: reserves its output for the lines, and returns it.
  static PrintStream lines() {
    PrintStream lines = System.out;
    System.setOut(System.err);
    return lines;
  }

  /// In the separate JVM: does the rounds, and prints the line of each.
  static void print(PrintStream lines, int rounds, Callable<?> round) throws Exception {
    for (int number = 0; number < rounds; number++) {
      lines.println(JSON.writeValueAsString(round.call()));
    }
  }

  static void invoke(RequestStreamHandler handler, String event, String success)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        answer,
        new RehearsalContext());
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.contains(success)) {
      throw new IOException("answer must contain " + success + ": " + text);
    }
  }
}
