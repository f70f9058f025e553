package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Which classes a function has loaded when it has answered its first event.
public final class StartPath {
  private StartPath() {}

  /// Starts the function as Lambda does, everything around it over plain http; `scratch` is empty.
  public static LoadedClasses of(Subject subject, BuildFolders build, Path scratch)
      throws IOException, InterruptedException {
    ManagedRuntime runtime = ManagedRuntime.install(build, scratch);
    Path log = scratch.resolve("classes.log");
    try (Surroundings surroundings = Surroundings.open(Optional.empty());
        RuntimeApi api = RuntimeApi.start()) {
      api.invoke(subject.event());
      Launch launch =
          new Launch(
              subject.unpack(build, scratch),
              subject.handler(),
              surroundings.variables(),
              List.of(LoadedClasses.flag(log)),
              scratch.resolve("output.log"));
      try (FunctionProcess _ = runtime.start(launch, api)) {
        surroundings.done(subject, api);
      } catch (TimeoutException e) {
        throw new IOException(subject.words() + " gave no answer: see " + launch.log(), e);
      }
    }
    return LoadedClasses.read(log);
  }
}
