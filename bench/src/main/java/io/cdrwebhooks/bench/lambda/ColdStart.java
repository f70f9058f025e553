package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.bench.stand.Certificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures the time from a process' start to the end of its first event, without any snapshot.
///
/// The end is the POST to the receiver (dispatch), the first message (arrival, due attempts), or
/// the answer. Node does the work of dispatch.
public final class ColdStart implements Section {
  private static final String NODE = "Node over ";
  private static final double MOST_OF_NODE = 2.5;

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
    try (LoopbackServices plain = new LoopbackServices(Optional.empty());
        LoopbackServices secured = new LoopbackServices(Optional.of(Certificate.make(scratch)))) {
      List<Contestant> all = new ArrayList<>(contestants("http", plain, build, scratch));
      all.addAll(contestants("https", secured, build, scratch));
      mustDoTheSame(all.get(0), all.get(1));
      return figures(run(all, stage));
    }
  }

  /// Returns the contestants: Node first, then dispatch, then the other functions.
  private static List<Contestant> contestants(
      String scheme, LoopbackServices services, BuildFolders build, Path scratch)
      throws IOException {
    NodeRuntime node = NodeRuntime.install(build);
    ManagedRuntime managed = ManagedRuntime.install(build, scratch);
    List<Contestant> all = new ArrayList<>();
    Path nodeLog = scratch.resolve("node.log");
    all.add(
        new Contestant(
            NODE + scheme, Subject.DISPATCH, services, api -> node.start(services, nodeLog, api)));
    for (Subject subject : Subject.values()) {
      Path log = scratch.resolve(subject.hyphenated() + ".log");
      Launch launch = Launch.of(subject, scratch, services, log);
      String name = subject.words() + " over " + scheme;
      all.add(new Contestant(name, subject, services, api -> managed.start(launch, api)));
    }
    return all;
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
    for (String scheme : List.of("http", "https")) {
      Figure dispatch = millis.get(Subject.DISPATCH.words() + " over " + scheme);
      Figure node = millis.get(NODE + scheme);
      if (dispatch != null && node != null) {
        Figure ratio = dispatch.by(node, "x Node");
        figures.add(scheme.equals("http") ? ratio.atMost(MOST_OF_NODE) : ratio);
      }
    }
    return figures;
  }
}
