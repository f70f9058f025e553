package io.cdrwebhooks.bench.counting;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A JVM of its own flags that prints figures, one a line: a name, a space and a number.
record ChildJava(List<String> flags) {
  /// What was printed, by name.
  record Printed(Map<String, List<Double>> figures) {
    /// In the order in which they were printed; empty if there was none of that name.
    List<Double> runs(String name) {
      return figures.getOrDefault(name, List.of());
    }
  }

  Printed run(Class<?> program, Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try {
      Map<String, List<Double>> figures = new HashMap<>();
      for (String line :
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList()) {
        String[] parts = line.split(" ", 2);
        figures
            .computeIfAbsent(parts[0], name -> new ArrayList<>())
            .add(Double.parseDouble(parts[1]));
      }
      if (process.waitFor() != 0) {
        throw new IOException(program.getSimpleName() + " ended with " + process.exitValue());
      }
      return new Printed(figures);
    } finally {
      process.destroyForcibly();
    }
  }
}
