package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A function's process at the point where Lambda takes its snapshot. Instead of a copy of its
/// memory, the process itself continues later. Therefore no figure contains Lambda's time to
/// restore a snapshot.
record Snapshot(Subject subject, ManagedRuntime runtime, RuntimeApi api, KilledProcess process)
    implements AutoCloseable {
  /// Enough invocations to compile the servers' code.
  private static final int EXERCISES = 40;

  /// Starts a function, which then rehearses.
  static Snapshot begin(ManagedRuntime runtime, Subject subject) throws IOException {
    RuntimeApi api = new RuntimeApi();
    return new Snapshot(subject, runtime, api, runtime.startForSnapshot(subject, api));
  }

  /// Waits until the function has rehearsed.
  ///
  /// @throws IOException if its rehearsal failed, as it may on a busy machine
  void awaitReady() throws IOException, InterruptedException {
    api.awaitSnapshot();
    Path log = runtime.log(subject);
    if (!Files.readString(log).contains("\"snapshot.rehearsed\"")) {
      throw new IOException(subject.label() + " must log snapshot.rehearsed: see " + log);
    }
  }

  /// Invokes the function many times over new connections, so that the servers' code is compiled.
  /// Afterwards the process gives no valid figure.
  void exerciseServers() throws IOException, InterruptedException {
    api.restore();
    for (int i = 0; i < EXERCISES; i++) {
      long _ = subject.invoke(api, runtime.stand());
      runtime.stand().dropConnections();
    }
  }

  /// Measures from the restore, with an event ready at once, to the end of the function's work, in
  /// milliseconds.
  double millis() throws IOException, InterruptedException {
    long before = System.nanoTime();
    api.restore();
    return (subject.invoke(api, runtime.stand()) - before) / 1e6;
  }

  @Override
  public void close() {
    process.close();
    api.close();
  }
}
