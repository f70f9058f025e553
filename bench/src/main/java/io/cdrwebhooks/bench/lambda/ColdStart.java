package io.cdrwebhooks.bench.lambda;

import static java.util.Objects.requireNonNull;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures the time from a process' start to the end of its first event, without any snapshot. All
/// requests go over http.
///
/// The end is the POST to the receiver (dispatch), the first message (arrival, due attempts), or
/// the answer. Node does the work of dispatch.
public final class ColdStart implements Section {
  private static final String NODE = "Node";
  private static final double MAX_OF_NODE = 2.5;

  /// Starts a process that asks for events.
  private interface Starter {
    FunctionProcess start(RuntimeApi api) throws IOException;
  }

  private record Contestant(
      String name, Subject subject, LoopbackServices services, Starter starter) {
    /// Measures from the start of the process to the end of its work, in milliseconds.
    double millis() throws IOException, InterruptedException {
      services.begin();
      try (RuntimeApi api = new RuntimeApi()) {
        api.invoke(subject.event);
        try (FunctionProcess process = starter.start(api)) {
          return (services.done(subject, api) - process.startedNanos()) / 1e6;
        }
      } catch (IOException e) {
        throw new IOException(name + " did not start: see its log", e);
      }
    }
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    BuildFolders build = BuildFolders.ofThisBuild();
    Path scratch = stage.scratch();
    for (Subject subject : Subject.values()) {
      subject.unpack(build, scratch);
    }
    try (LoopbackServices services = new LoopbackServices(Optional.empty())) {
      List<Contestant> all = contestants(services, build, scratch);
      mustDoTheSame(all.get(0), all.get(1));
      return figures(run(all, stage));
    }
  }

  /// Returns the contestants: Node first, then dispatch, then the other functions.
  private static List<Contestant> contestants(
      LoopbackServices services, BuildFolders build, Path scratch) throws IOException {
    ManagedRuntime managed = ManagedRuntime.install(build, scratch);
    List<Contestant> all = new ArrayList<>();
    Starter node = node(build, services, scratch.resolve("node.log"));
    all.add(new Contestant(NODE, Subject.DISPATCH, services, node));
    for (Subject subject : Subject.values()) {
      Path log = scratch.resolve(subject.hyphenated() + ".log");
      Launch launch = Launch.of(subject, scratch, services, log);
      all.add(
          new Contestant(subject.words(), subject, services, api -> managed.start(launch, api)));
    }
    return all;
  }

  /// Starts the function that `make bench` has bundled with the `node` of the PATH, as Lambda's
  /// runtime for Node does.
  private static Starter node(BuildFolders build, LoopbackServices services, Path log)
      throws IOException {
    Path folder = build.benchFolder().resolve("node");
    if (!Files.exists(folder.resolve("function.js"))) {
      throw new IOException("the Node function was not bundled: bench/node/build.sh " + folder);
    }
    // The stand listens on IPv4, which Java tries first too.
    List<String> command =
        List.of(
            "node",
            "--dns-result-order=ipv4first",
            folder + "/bootstrap.js",
            folder + "/function.js");
    Launch launch = new Launch(folder, "function.handler", services.variables(), List.of(), log);
    return api -> launch.start(command, api);
  }

  private static void mustDoTheSame(Contestant node, Contestant dispatch)
      throws IOException, InterruptedException {
    List<SameWork> works = new ArrayList<>();
    for (Contestant each : List.of(node, dispatch)) {
      double _ = each.millis();
      works.add(each.services().work());
    }
    if (!works.getFirst().equals(works.getLast())) {
      throw new IOException("functions must send the same requests: " + works);
    }
  }

  /// Runs them one after the other. The first round counts for nothing: its files are unread, and
  /// the stand's code is not compiled.
  private static Map<String, Figure> run(List<Contestant> all, Stage stage)
      throws IOException, InterruptedException {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int run = 0; run <= RUNS; run++) {
      for (Contestant each : all) {
        double took = each.millis();
        if (run > 0) {
          millis.computeIfAbsent(each.name(), _ -> new ArrayList<>()).add(took);
        }
      }
      stage.sayRun(run);
    }
    Map<String, Figure> figures = new LinkedHashMap<>();
    millis.forEach((name, runs) -> figures.put(name, Figure.of(name, "ms", runs)));
    return figures;
  }

  private static List<Figure> figures(Map<String, Figure> millis) {
    List<Figure> figures = new ArrayList<>(millis.values());
    Figure dispatch = requireNonNull(millis.get(Subject.DISPATCH.words()));
    Figure node = requireNonNull(millis.get(NODE));
    figures.add(dispatch.by(node, "x Node").atMost(MAX_OF_NODE));
    return figures;
  }
}
