package io.cdrwebhooks.bench;

import io.cdrwebhooks.bench.lambda.ColdStart;
import io.cdrwebhooks.bench.lambda.Primed;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.bench.throughput.DispatchThroughput;
import io.cdrwebhooks.bench.throughput.FollowedLinks;
import io.cdrwebhooks.bench.throughput.LineCounting;
import io.cdrwebhooks.bench.throughput.UploadToPost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// `make bench`: measures every section, prints one table and writes it as JSON.
///
/// A figure that misses its target is a line of the table, not a failure. The exit status is 1 only
/// if something could not be measured.
public final class Bench {
  private static final int UNUSABLE = 2;

  private Bench() {}

  /// Returns the sections by their headings, in the order of the table. The headings are also their
  /// names in `ONLY=`.
  private static SequencedMap<String, Section> sections() {
    SequencedMap<String, Section> all = new LinkedHashMap<>();
    all.put("cold-start", new ColdStart());
    all.put("primed", new Primed());
    all.put("upload-to-post", new UploadToPost());
    all.put("dispatch-throughput", new DispatchThroughput());
    all.put("followed-links", new FollowedLinks());
    all.put("line-counting", new LineCounting());
    return all;
  }

  /// Runs the bench. Arguments: the repository's folder, names of sections separated by commas
  /// (empty text: all), a scratch folder, and the file for the results.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 4) {
      System.err.println("Arguments: <repository> <sections> <scratch folder> <results file>");
      System.exit(UNUSABLE);
    }
    SequencedMap<String, Section> chosen = sections();
    if (!arguments[1].isBlank()) {
      List<String> wanted = List.of(arguments[1].split("\\s*,\\s*", -1));
      chosen.keySet().retainAll(wanted);
    }
    if (chosen.isEmpty()) {
      System.err.println("Sections must be some of: " + String.join(", ", sections().keySet()));
      System.exit(UNUSABLE);
    }
    run(chosen, Path.of(arguments[0]), Path.of(arguments[2]), Path.of(arguments[3]), System.out);
  }

  private static void run(
      Map<String, Section> sections, Path repository, Path scratch, Path file, PrintStream out)
      throws IOException, InterruptedException {
    Instant begunAt = Instant.now();
    String machine = Machine.describe();
    SequencedMap<String, List<Figure>> measured = new LinkedHashMap<>();
    out.println(
        "Measuring on " + machine + ". Stop other programs, since they distort the results.");
    for (Map.Entry<String, Section> section : sections.entrySet()) {
      String name = section.getKey();
      Files.createDirectories(scratch);
      Path own = Files.createTempDirectory(scratch, name + "-");
      Stage stage = new Stage(repository, own, line -> out.println(name + ": " + line));
      measured.put(name, section.getValue().measure(stage));
    }
    Results results = new Results(begunAt, machine, measured);
    results.write(file);
    out.print(results.table(Duration.between(begunAt, Instant.now())));
    out.println("Results written to " + file + ".");
  }
}
