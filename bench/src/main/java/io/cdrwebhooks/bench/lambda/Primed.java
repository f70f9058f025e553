package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.stand.Certificate;
import io.cdrwebhooks.bench.stand.Stand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Measures the first invocation of a function that starts from its snapshot. It leaves out the
/// time that Lambda takes to restore the snapshot. All requests go over https.
///
/// The process gains nothing from before the snapshot: its connections are closed, its TLS sessions
/// are gone, and it has never called the receiver.
public final class Primed implements Section {
  private static final double MAX_MILLIS = 40;

  /// Longer than a JDK keeps an unused connection.
  private static final Duration CONNECTIONS_LIVE = Duration.ofSeconds(6);

  /// The measured functions. They leave out the arrival, which the process of dispatch handles.
  private static final Set<Subject> SUBJECTS = EnumSet.complementOf(EnumSet.of(Subject.ARRIVAL));

  /// Eight minutes of `make bench` allow no more, because the four processes of a run need half a
  /// minute.
  @Override
  public int runs() {
    return 5;
  }

  /// Measures in rounds. The first round only warms up the servers.
  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    Path scratch = workbench.scratch();
    Map<Subject, List<Double>> millis = new EnumMap<>(Subject.class);
    try (Stand stand = new Stand(Optional.of(Certificate.make(scratch)))) {
      ManagedRuntime runtime = new ManagedRuntime(scratch, stand);
      for (int run = 0; run <= workbench.runs(); run++) {
        List<Snapshot> snapshots = new ArrayList<>();
        try {
          for (Subject subject : SUBJECTS) {
            snapshots.add(Snapshot.begin(runtime, subject));
          }
          for (Snapshot snapshot : snapshots) {
            snapshot.awaitReady();
          }
          if (run == 0) {
            for (Snapshot snapshot : snapshots) {
              snapshot.exerciseServers();
            }
          } else {
            Thread.sleep(CONNECTIONS_LIVE);
            stand.dropConnections();
            invokeEach(snapshots, millis);
          }
        } finally {
          snapshots.forEach(Snapshot::close);
        }
        workbench.sayRun(run);
      }
    }
    return millis.entrySet().stream()
        .map(each -> Figure.of(each.getKey().label(), "ms", each.getValue()).atMost(MAX_MILLIS))
        .toList();
  }

  /// Invokes each function alone. A function still compiles after its answer, so its process ends
  /// before the next.
  private static void invokeEach(List<Snapshot> snapshots, Map<Subject, List<Double>> millis)
      throws IOException, InterruptedException {
    for (Snapshot each : snapshots) {
      try (Snapshot snapshot = each) {
        millis.computeIfAbsent(snapshot.subject(), _ -> new ArrayList<>()).add(snapshot.millis());
      }
    }
  }
}
