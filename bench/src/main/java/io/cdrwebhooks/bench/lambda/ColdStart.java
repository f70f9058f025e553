package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures the time from a process' start to the end of its first event, without any snapshot. All
/// requests go over http.
///
/// The end is the POST to the receiver (dispatch), the first message (arrival, due attempts), or
/// the answer.
public final class ColdStart implements Section {
  private record Function(
      Subject subject, LoopbackServices services, ManagedRuntime managed, Launch launch) {
    /// Measures from the start of the process to the end of its work, in milliseconds.
    double millis() throws IOException, InterruptedException {
      services.begin();
      try (RuntimeApi api = new RuntimeApi()) {
        api.invoke(subject.event);
        try (FunctionProcess process = managed.start(launch, api)) {
          return (services.done(subject, api) - process.startedNanos()) / 1e6;
        }
      } catch (IOException e) {
        throw new IOException(subject.words() + " did not start: see " + launch.log(), e);
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
      return run(functions(services, build, scratch), stage);
    }
  }

  private static List<Function> functions(
      LoopbackServices services, BuildFolders build, Path scratch) throws IOException {
    ManagedRuntime managed = ManagedRuntime.install(build, scratch);
    List<Function> all = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      Path log = scratch.resolve(subject.hyphenated() + ".log");
      Launch launch = Launch.of(subject, scratch, services, log);
      all.add(new Function(subject, services, managed, launch));
    }
    return all;
  }

  /// Runs them one after the other. The first round counts for nothing: its files are unread, and
  /// the stand's code is not compiled.
  private static List<Figure> run(List<Function> all, Stage stage)
      throws IOException, InterruptedException {
    Map<Subject, List<Double>> millis = new EnumMap<>(Subject.class);
    for (int run = 0; run <= RUNS; run++) {
      for (Function each : all) {
        double took = each.millis();
        if (run > 0) {
          millis.computeIfAbsent(each.subject(), _ -> new ArrayList<>()).add(took);
        }
      }
      stage.sayRun(run);
    }
    return millis.entrySet().stream()
        .map(each -> Figure.of(each.getKey().words(), "ms", each.getValue()))
        .toList();
  }
}
