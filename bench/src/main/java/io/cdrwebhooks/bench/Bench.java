package io.cdrwebhooks.bench;

import io.cdrwebhooks.bench.lambda.ColdStart;
import io.cdrwebhooks.bench.lambda.Primed;
import io.cdrwebhooks.bench.load.Isolation;
import io.cdrwebhooks.bench.load.UploadToPost;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.throughput.DispatchThroughput;
import io.cdrwebhooks.bench.throughput.FollowedLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/// `make bench`: measures sections, prints one table and writes it as JSON.
///
/// A figure that misses its target is a line of the table, not a failure. The exit status is 1 only
/// if something could not be measured.
public final class Bench {
  /// Sections that take long: they are measured only if they are named.
  private static final Set<String> RUN_ON_REQUEST = Set.of("cold-start", "isolation");

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
    all.put("isolation", new Isolation());
    return all;
  }

  /// Runs the bench. Arguments: the repository's folder, names of sections separated by commas
  /// (empty text: all that take a few minutes), the number of runs of each figure (empty text:
  /// those that the section wants), a scratch folder, and the file for the results.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SequencedMap<String, Section> chosen = sections();
    if (arguments[1].isBlank()) {
      chosen.keySet().removeAll(RUN_ON_REQUEST);
    } else {
      chosen.keySet().retainAll(List.of(arguments[1].split("\\s*,\\s*", -1)));
    }
    if (chosen.isEmpty() || !arguments[2].matches("([1-9][0-9]{0,2})?")) {
      System.err.println(
          "make bench ONLY=section,section RUNS=20, sections: " + sections().keySet());
      System.exit(2);
    }
    OptionalInt runs =
        arguments[2].isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(arguments[2]));
    Path scratch = Files.createDirectories(Path.of(arguments[3]));
    run(chosen, Path.of(arguments[0]), scratch, runs, Path.of(arguments[4]));
  }

  private static void run(
      Map<String, Section> sections, Path repository, Path scratch, OptionalInt runs, Path file)
      throws IOException, InterruptedException {
    Instant begunAt = Instant.now();
    String machine = Machine.describe();
    SequencedMap<String, List<Figure>> measured = new LinkedHashMap<>();
    System.out.println(
        "Measuring on " + machine + ". Stop other programs, since they distort the results.");
    for (Map.Entry<String, Section> section : sections.entrySet()) {
      String name = section.getKey();
      Path own = Files.createTempDirectory(scratch, name + "-");
      int runsOfEach = runs.orElse(section.getValue().runs());
      Workbench workbench =
          new Workbench(
              repository, own, runsOfEach, line -> System.out.println(name + ": " + line));
      measured.put(name, section.getValue().measure(workbench));
    }
    Results results = new Results(begunAt, machine, measured);
    results.write(file);
    System.out.print(results.table(Duration.between(begunAt, Instant.now())));
    System.out.println("Results written to " + file + ".");
  }
}
