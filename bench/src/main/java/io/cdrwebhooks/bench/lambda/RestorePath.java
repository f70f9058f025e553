package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which classes a function still loads for its first event when it has started from a snapshot:
/// what its rehearsal has left out.
public final class RestorePath {
  private RestorePath() {}

  /// Everything around the function is over plain http; `scratch` is empty.
  public static LoadedClasses of(Subject subject, BuildFolders build, Path scratch)
      throws IOException, InterruptedException {
    Path log = scratch.resolve("classes.log");
    try (Surroundings surroundings = Surroundings.open(Optional.empty());
        SnapStart snapStart = new SnapStart(ManagedRuntime.install(build, scratch))) {
      Launch launch =
          new Launch(
              subject.unpack(build, scratch),
              subject.handler(),
              surroundings.variables(),
              List.of(LoadedClasses.flag(log)),
              scratch.resolve("output.log"));
      try (SnapStart.Snapshot snapshot = snapStart.begin(subject, launch, surroundings)) {
        snapshot.awaitReady();
        surroundings.forgetEverybody();
        LoadedClasses before = LoadedClasses.read(log);
        double _ = snapshot.millis();
        return LoadedClasses.read(log).since(before);
      }
    }
  }
}
