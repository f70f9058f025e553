package io.cdrwebhooks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.cdrwebhooks.bench.measure.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The results of a run, as a table for people and as JSON for comparisons.
record Results(Instant begunAt, String machine, SequencedMap<String, List<Figure>> sections) {
  String table(Duration took) {
    int width =
        sections.values().stream()
            .flatMap(List::stream)
            .mapToInt(figure -> figure.name().length())
            .max()
            .orElse(0);
    StringBuilder table = new StringBuilder();
    sections.forEach(
        (section, figures) -> {
          table.append('\n').append(section).append('\n');
          figures.forEach(figure -> table.append(figure.line(width)).append('\n'));
        });
    return table
        + "\nMedian, lowest and highest of the runs. Measured on %s, in %d min %d s.%n"
            .formatted(machine, took.toMinutes(), took.toSecondsPart());
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(
            file.toFile(),
            Map.of("begunAt", begunAt.toString(), "machine", machine, "sections", sections));
  }
}
