package io.cdrwebhooks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was measured, as a table for people and as JSON for comparing.
final class Results {
  private final Machine machine;
  private final Instant begunAt;
  private final Map<String, List<Figure>> sections = new LinkedHashMap<>();

  Results(Machine machine, Instant begunAt) {
    this.machine = machine;
    this.begunAt = begunAt;
  }

  void add(String section, List<Figure> figures) {
    sections.put(section, List.copyOf(figures));
  }

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
          figures.forEach(figure -> table.append(line(figure, width)).append('\n'));
        });
    return table
        .append("\nMedian, lowest and highest of the runs. Measured on ")
        .append(machine)
        .append(", in ")
        .append(took.toMinutes())
        .append(" min ")
        .append(took.toSecondsPart())
        .append(" s.\n")
        .toString();
  }

  private static String line(Figure figure, int width) {
    String spread = Figure.number(figure.lowest()) + " - " + Figure.number(figure.highest());
    return ("  %-" + width + "s  %9s %-14s %17s  x%-3d %-10s %s")
        .formatted(
            figure.name(),
            Figure.number(figure.median()),
            figure.unit(),
            spread,
            figure.runs().size(),
            figure.target().map(Target::toString).orElse(""),
            figure.isMet().map(met -> met ? "pass" : "FALLS SHORT").orElse(""))
        .stripTrailing();
  }

  void write(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = json.createObjectNode();
    root.put("begunAt", begunAt.toString()).put("machine", machine.toString());
    ObjectNode measured = root.putObject("sections");
    sections.forEach(
        (section, figures) -> {
          ArrayNode list = measured.putArray(section);
          figures.forEach(figure -> write(list.addObject(), figure));
        });
    Files.createDirectories(file.toAbsolutePath().getParent());
    json.writeValue(file.toFile(), root);
  }

  private static void write(ObjectNode node, Figure figure) {
    node.put("name", figure.name()).put("unit", figure.unit()).put("median", figure.median());
    ArrayNode runs = node.putArray("runs");
    figure.runs().forEach(runs::add);
    figure.target().ifPresent(target -> node.put("target", target.toString()));
    figure.isMet().ifPresent(met -> node.put("met", met));
  }
}
