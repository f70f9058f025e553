package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.local.start.KilledProcess;
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
/// The measurement ends with the POST to the receiver (dispatch), the first message (arrival, due
/// attempts), or the answer.
public final class ColdStart implements Section {
  /// Runs the functions one after the other. The first round gives no figure, because its files are
  /// not in the page cache and the stand's code is not compiled.
  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    BuildFolders build = BuildFolders.ofThisBuild();
    Path scratch = workbench.scratch();
    ManagedRuntime managed = ManagedRuntime.install(build, scratch);
    Map<Subject, List<Double>> millis = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      subject.unpack(build, scratch);
      millis.put(subject, new ArrayList<>());
    }
    try (LoopbackServices services = new LoopbackServices(Optional.empty())) {
      for (int run = 0; run <= workbench.runs(); run++) {
        for (Map.Entry<Subject, List<Double>> each : millis.entrySet()) {
          Path log = scratch.resolve(each.getKey().hyphenated() + ".log");
          Launch launch = Launch.of(each.getKey(), scratch, services, log);
          double took = millis(each.getKey(), launch, managed, services);
          if (run > 0) {
            each.getValue().add(took);
          }
        }
        workbench.sayRun(run);
      }
    }
    return millis.entrySet().stream()
        .map(each -> Figure.of(each.getKey().words(), "ms", each.getValue()))
        .toList();
  }

  /// Measures from the start of the process to the end of its work, in milliseconds.
  private static double millis(
      Subject subject, Launch launch, ManagedRuntime managed, LoopbackServices services)
      throws IOException, InterruptedException {
    services.begin();
    try (RuntimeApi api = new RuntimeApi()) {
      api.invoke(subject.event);
      long before = System.nanoTime();
      try (KilledProcess _ = managed.start(launch, api)) {
        return (services.done(subject, api) - before) / 1e6;
      }
    } catch (IOException e) {
      throw new IOException(subject.words() + " did not start: see " + launch.log(), e);
    }
  }
}
