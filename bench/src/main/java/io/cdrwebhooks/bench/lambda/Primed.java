package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.stand.Certificate;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
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
  private static final double MAX_MEDIAN_MILLIS = 40;
  private static final double MAX_MILLIS = 60;

  /// Longer than a JDK keeps an unused connection.
  private static final Duration CONNECTIONS_LIVE = Duration.ofSeconds(6);

  /// The measured functions. They leave out the arrival, which the process of dispatch handles.
  private static final Set<Subject> SUBJECTS = EnumSet.complementOf(EnumSet.of(Subject.ARRIVAL));

  private static final Duration COMPILER_RESTS = Duration.ofMillis(500);
  private static final int COMPILER_WAITS = 60;

  /// Eight minutes of `make bench` allow no more, because the four processes of a run need half a
  /// minute.
  @Override
  public int runs() {
    return 5;
  }

  /// Measures in rounds. The first round only warms up the servers.
  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    BuildFolders build = BuildFolders.ofThisBuild();
    Path scratch = workbench.scratch();
    ManagedRuntime runtime = ManagedRuntime.install(build, scratch);
    for (Subject subject : SUBJECTS) {
      subject.unpack(build, scratch);
    }
    Map<Subject, List<Double>> millis = new EnumMap<>(Subject.class);
    try (LoopbackServices services = new LoopbackServices(Optional.of(Certificate.make(scratch)))) {
      for (int run = 0; run <= workbench.runs(); run++) {
        List<Snapshot> snapshots = new ArrayList<>();
        try {
          for (Subject subject : SUBJECTS) {
            Path log = scratch.resolve("snapshot-" + run + "-" + subject.hyphenated() + ".log");
            Launch launch = Launch.of(subject, scratch, services, log);
            snapshots.add(Snapshot.begin(runtime, subject, launch, services));
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
            services.dropConnections();
            invokeEach(snapshots, millis);
          }
        } finally {
          snapshots.forEach(Snapshot::close);
        }
        workbench.sayRun(run);
      }
    }
    List<Figure> figures = new ArrayList<>();
    millis.forEach(
        (subject, runs) -> {
          Figure figure = Figure.of(subject.words(), "ms", runs);
          figures.add(figure.atMost(MAX_MEDIAN_MILLIS));
          figures.add(figure.highest().atMost(MAX_MILLIS));
        });
    return figures;
  }

  /// Invokes each function alone. A function still compiles after its answer, so its process ends
  /// before the next.
  private static void invokeEach(List<Snapshot> snapshots, Map<Subject, List<Double>> millis)
      throws IOException, InterruptedException {
    for (Snapshot each : snapshots) {
      awaitOwnCompiler();
      try (Snapshot snapshot = each) {
        millis.computeIfAbsent(snapshot.subject(), _ -> new ArrayList<>()).add(snapshot.millis());
      }
    }
  }

  /// Waits until this process has compiled nothing for a while, half a minute at most.
  private static void awaitOwnCompiler() throws InterruptedException {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long before = -1;
    for (int i = 0; i < COMPILER_WAITS && compiler.getTotalCompilationTime() != before; i++) {
      before = compiler.getTotalCompilationTime();
      Thread.sleep(COMPILER_RESTS);
    }
  }
}
