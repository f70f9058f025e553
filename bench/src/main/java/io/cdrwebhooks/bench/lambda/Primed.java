package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.Target;
import io.cdrwebhooks.bench.stand.Certificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How long the first invocation of a function takes that starts from its snapshot: what somebody
/// waits for it, besides what Lambda needs to bring the snapshot back.
///
/// Nothing of before is of use: connections are closed, TLS sessions forgotten, and the receiver is
/// one that the process has never spoken to.
public final class Primed implements Section {
  private static final Target DISPATCH_OVER_HTTPS = Target.atMost(50);

  /// So many runs wait together: a process of each contestant takes some 200 MiB.
  private static final int RUNS_TOGETHER = 4;

  /// Longer than a JDK keeps a connection that nobody uses.
  private static final Duration CONNECTIONS_LIVE = Duration.ofSeconds(6);

  /// What is measured, over which kind of connections.
  private record Contestant(String name, Subject subject, Surroundings surroundings) {}

  @Override
  public String name() {
    return "primed";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    BuildFolders build = BuildFolders.ofThisBuild();
    Map<Subject, FunctionFolder> folders = Starts.unpack(build, stage.scratch());
    Certificate certificate = Certificate.make(stage.scratch());
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    try (Surroundings plain = Surroundings.open(Optional.empty());
        Surroundings secured = Surroundings.open(Optional.of(certificate));
        SnapStart snapStart = new SnapStart(ManagedRuntime.install(build, stage.scratch()))) {
      List<Contestant> contestants = contestants(plain, secured);
      try (Waiting waiting = new Waiting(snapStart, folders, stage.scratch())) {
        waiting.start(contestants, 1);
        waiting.exerciseServers();
      }
      for (int done = 0; done < RUNS; done += RUNS_TOGETHER) {
        int runs = Math.min(RUNS_TOGETHER, RUNS - done);
        try (Waiting waiting = new Waiting(snapStart, folders, stage.scratch())) {
          waiting.start(contestants, runs);
          stage.say(waiting.size() + " processes wait to be restored");
          // Whatever a snapshot has kept open is dead by the time it is used.
          Thread.sleep(CONNECTIONS_LIVE);
          plain.forgetEverybody();
          secured.forgetEverybody();
          waiting.invokeEach(millis);
        }
        stage.say(done + runs + " of " + RUNS + " runs");
      }
    }
    return millis.entrySet().stream().map(Primed::figure).toList();
  }

  private static List<Contestant> contestants(Surroundings plain, Surroundings secured) {
    List<Contestant> all = new ArrayList<>();
    all.add(new Contestant("dispatch over http", Subject.DISPATCH, plain));
    for (Subject subject : Subject.values()) {
      all.add(new Contestant(subject.words() + " over https", subject, secured));
    }
    return all;
  }

  private static Figure figure(Map.Entry<String, List<Double>> measured) {
    return measured.getKey().equals("dispatch over https")
        ? Figure.of(measured.getKey(), "ms", measured.getValue(), DISPATCH_OVER_HTTPS)
        : Figure.of(measured.getKey(), "ms", measured.getValue());
  }

  /// Processes that are ready for their snapshots.
  private static final class Waiting implements AutoCloseable {
    private final SnapStart snapStart;
    private final Map<Subject, FunctionFolder> folders;
    private final Path scratch;
    private final List<Contestant> contestants = new ArrayList<>();
    private final List<SnapStart.Snapshot> snapshots = new ArrayList<>();

    Waiting(SnapStart snapStart, Map<Subject, FunctionFolder> folders, Path scratch) {
      this.snapStart = snapStart;
      this.folders = folders;
      this.scratch = scratch;
    }

    int size() {
      return snapshots.size();
    }

    /// Two at a time: rehearsing is work for a processor.
    void start(List<Contestant> those, int times) throws IOException, InterruptedException {
      for (int run = 0; run < times; run++) {
        for (Contestant contestant : those) {
          contestants.add(contestant);
          snapshots.add(begin(contestant));
          if (size() > 1) {
            snapshots.get(size() - 2).awaitReady();
          }
        }
      }
      snapshots.getLast().awaitReady();
    }

    private SnapStart.Snapshot begin(Contestant contestant) throws IOException {
      Surroundings surroundings = contestant.surroundings();
      Launch launch =
          new Launch(
              Objects.requireNonNull(folders.get(contestant.subject())),
              contestant.subject().handler(),
              surroundings.variables(),
              surroundings.trustForJava(),
              scratch.resolve("snapshot-" + size() + ".log"));
      return snapStart.begin(contestant.subject(), launch, surroundings);
    }

    /// Both ends share this machine's processors: what the servers here had still to compile would
    /// be taken from whom is measured.
    void exerciseServers() throws IOException, InterruptedException {
      for (SnapStart.Snapshot snapshot : snapshots) {
        snapshot.exerciseServers();
      }
    }

    /// One alone: whoever has answered goes on compiling for a while, and is ended before the next.
    void invokeEach(Map<String, List<Double>> millis) throws IOException, InterruptedException {
      for (int i = 0; i < size(); i++) {
        OwnCompiler.awaitQuiet();
        try (SnapStart.Snapshot snapshot = snapshots.get(i)) {
          millis
              .computeIfAbsent(contestants.get(i).name(), _ -> new ArrayList<>())
              .add(snapshot.millis());
        }
      }
    }

    @Override
    public void close() {
      snapshots.forEach(SnapStart.Snapshot::close);
    }
  }
}
