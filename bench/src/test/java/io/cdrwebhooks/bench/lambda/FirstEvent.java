package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.Certificate;
import io.cdrwebhooks.bench.stand.Stand;
import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the classes that a function loads for its first event; `scratch` is an empty folder.
record FirstEvent(Subject subject, Path scratch) {
  /// Returns the classes that a process loads from its start until it has answered, without a
  /// snapshot and over http.
  LoadedClasses afterStart() throws IOException, InterruptedException {
    try (Stand stand = new Stand(Optional.empty());
        RuntimeApi api = new RuntimeApi();
        KilledProcess _ = runtime(stand).start(subject, api)) {
      long _ = subject.invoke(api, stand);
    }
    return LoadedClasses.read(classes());
  }

  /// Returns the classes that a process loads only after its restore from a snapshot, over https:
  /// those that the rehearsal leaves out.
  LoadedClasses afterRestore() throws IOException, InterruptedException {
    try (Stand stand = new Stand(Optional.of(Certificate.make(scratch)));
        Snapshot snapshot = Snapshot.begin(runtime(stand), subject)) {
      snapshot.awaitReady();
      stand.dropConnections();
      LoadedClasses before = LoadedClasses.read(classes());
      double _ = snapshot.millis();
      return LoadedClasses.read(classes()).since(before);
    }
  }

  private ManagedRuntime runtime(Stand stand) throws IOException {
    return new ManagedRuntime(scratch, stand, LoadedClasses.flag(classes()));
  }

  private Path classes() {
    return scratch.resolve("classes.log");
  }
}
