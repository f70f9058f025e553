package io.cdrwebhooks.bench;

import io.cdrwebhooks.bench.counting.LineCountingSection;
import io.cdrwebhooks.bench.lambda.ColdStart;
import io.cdrwebhooks.bench.lambda.PackageSizes;
import io.cdrwebhooks.bench.lambda.Primed;
import io.cdrwebhooks.bench.throughput.DispatchThroughput;
import io.cdrwebhooks.bench.throughput.DownloadLinkSpeed;
import io.cdrwebhooks.bench.throughput.SlowReceivers;
import io.cdrwebhooks.bench.throughput.UploadToPost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// `make bench`: measures every section, prints one table and writes it as JSON.
///
/// A figure that falls short is a line of the table, not a failure: exits with 1 only if something
/// could not be measured.
public final class Bench {
  private static final int UNUSABLE = 2;

  private Bench() {}

  /// In the order of the table.
  private static List<Section> sections() {
    return List.of(
        new PackageSizes(),
        new ColdStart(),
        new Primed(),
        new UploadToPost(),
        new DispatchThroughput(),
        new SlowReceivers(),
        new DownloadLinkSpeed(),
        new LineCountingSection());
  }

  /// Arguments: the repository's folder, names of sections separated by commas (empty text: all), a
  /// scratch folder, and the file for the results.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 4) {
      System.err.println("Needed: repository, sections, scratch folder, file for the results.");
      System.exit(UNUSABLE);
    }
    List<Section> chosen = chosen(arguments[1]);
    if (chosen.isEmpty()) {
      System.err.println(
          "There is no such section. There are: "
              + sections().stream().map(Section::name).collect(Collectors.joining(", ")));
      System.exit(UNUSABLE);
    }
    run(chosen, Path.of(arguments[0]), Path.of(arguments[2]), Path.of(arguments[3]), System.out);
  }

  private static List<Section> chosen(String names) {
    List<String> wanted = Arrays.asList(names.split("\\s*,\\s*", -1));
    return names.isBlank()
        ? sections()
        : sections().stream().filter(section -> wanted.contains(section.name())).toList();
  }

  private static void run(
      List<Section> sections, Path repository, Path scratch, Path file, PrintStream out)
      throws IOException, InterruptedException {
    Instant begunAt = Instant.now();
    Machine machine = Machine.ofThisProcess();
    Results results = new Results(machine, begunAt);
    out.println("Measuring on " + machine + ". Other programs disturb the figures.");
    for (Section section : sections) {
      Files.createDirectories(scratch);
      Path own = Files.createTempDirectory(scratch, section.name() + "-");
      Stage stage = new Stage(repository, own, line -> out.println(section.name() + ": " + line));
      results.add(section.name(), section.measure(stage));
    }
    results.write(file);
    out.print(results.table(Duration.between(begunAt, Instant.now())));
    out.println("Written into " + file + ".");
  }
}
