package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The classes that a process has loaded, from the JVM's own log of them.
///
/// Loading takes most of a cold start. The number of classes is the same on every machine and under
/// any load, so a test can limit it, unlike milliseconds.
record LoadedClasses(List<String> all, List<String> parsed) {
  private static final String SOURCE = " source: ";

  /// The number of name parts by which packages are grouped.
  private static final int DEPTH = 4;

  public LoadedClasses {
    all = List.copyOf(all);
    parsed = List.copyOf(parsed);
  }

  /// The option that makes a JVM write the log.
  static String flag(Path log) {
    return "-Xlog:class+load=info:file=" + log.toAbsolutePath() + ":none:filecount=0";
  }

  /// Reads the log: `parsed` are the classes that came from jars and not from the JDK's own cache
  /// or modules.
  static LoadedClasses read(Path log) throws IOException {
    List<String> lines =
        Files.readAllLines(log).stream().filter(line -> line.contains(SOURCE)).toList();
    return new LoadedClasses(
        lines.stream().map(LoadedClasses::name).toList(),
        lines.stream()
            .filter(line -> line.substring(line.indexOf(SOURCE)).contains(".jar"))
            .map(LoadedClasses::name)
            .toList());
  }

  /// Returns these classes without those of `before`, which is an earlier part of the same log.
  LoadedClasses since(LoadedClasses before) {
    return new LoadedClasses(
        all.subList(before.all.size(), all.size()),
        parsed.subList(before.parsed.size(), parsed.size()));
  }

  /// Returns the classes whose names begin with this text.
  List<String> below(String prefix) {
    return all.stream().filter(name -> name.startsWith(prefix)).distinct().toList();
  }

  /// Returns the packages with the most parsed classes, one per line.
  String largest(int packages) {
    Map<String, Long> sizes =
        parsed.stream().collect(Collectors.groupingBy(LoadedClasses::group, Collectors.counting()));
    return sizes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(packages)
        .map(entry -> "%6d %s".formatted(entry.getValue(), entry.getKey()))
        .collect(Collectors.joining("\n"));
  }

  private static String group(String name) {
    String[] parts = name.split("\\.");
    return List.of(parts).subList(0, Math.min(DEPTH, parts.length - 1)).stream()
        .collect(Collectors.joining("."));
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf(SOURCE)).strip();
  }
}
