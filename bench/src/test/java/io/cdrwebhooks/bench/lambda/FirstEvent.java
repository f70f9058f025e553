package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the classes that a function loads for its first event. Everything around the function
/// speaks plain http; `scratch` is an empty folder.
record FirstEvent(Subject subject, BuildFolders build, Path scratch) {
  /// Returns the classes that a process loads from its start until it has answered, without a
  /// snapshot.
  LoadedClasses afterStart() throws IOException, InterruptedException {
    try (LoopbackServices services = new LoopbackServices(Optional.empty());
        RuntimeApi api = new RuntimeApi()) {
      api.invoke(subject.event);
      Launch launch = launch(services);
      try (KilledProcess _ = ManagedRuntime.install(build, scratch).start(launch, api)) {
        long _ = services.done(subject, api);
      }
    }
    return LoadedClasses.read(classes());
  }

  /// Returns the classes that a process loads only after its restore from a snapshot: those that
  /// the rehearsal leaves out. It gets the events of all subjects with its handler.
  LoadedClasses afterRestore() throws IOException, InterruptedException {
    try (LoopbackServices services = new LoopbackServices(Optional.empty());
        Snapshot snapshot =
            Snapshot.begin(
                ManagedRuntime.install(build, scratch), subject, launch(services), services)) {
      snapshot.awaitReady();
      services.dropConnections();
      LoadedClasses before = LoadedClasses.read(classes());
      double _ = snapshot.millis();
      for (Subject other : Subject.values()) {
        if (other != subject && other.handler.equals(subject.handler)) {
          services.begin();
          snapshot.api().invoke(other.event);
          long _ = services.done(other, snapshot.api());
        }
      }
      return LoadedClasses.read(classes()).since(before);
    }
  }

  private Launch launch(LoopbackServices services) throws IOException {
    subject.unpack(build, scratch);
    return Launch.of(subject, scratch, services, scratch.resolve("output.log"))
        .withFlag(LoadedClasses.flag(classes()));
  }

  private Path classes() {
    return scratch.resolve("classes.log");
  }
}
