package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A function's process at the point where Lambda takes its snapshot. Instead of a copy of its
/// memory, the process itself continues later. Therefore no figure contains Lambda's time to
/// restore a snapshot.
record Snapshot(
    Subject subject, LoopbackServices services, RuntimeApi api, KilledProcess process, Path log)
    implements AutoCloseable {
  /// Makes `org.crac` find the context of Lambda's client, whose hooks Lambda itself calls.
  private static final String HOOKS = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

  /// Enough invocations to compile the servers' code.
  private static final int EXERCISES = 40;

  /// The limit of all rounds of a rehearsal, and of a start on a busy machine.
  private static final Duration REHEARSALS_TIMEOUT = Duration.ofMinutes(2);

  private static final String REHEARSED = "\"snapshot.rehearsed\"";

  /// Starts a function, which then rehearses; `launch` is its launch without a snapshot. Keys come
  /// from an endpoint, as for every function with SnapStart.
  static Snapshot begin(
      ManagedRuntime runtime, Subject subject, Launch launch, LoopbackServices services)
      throws IOException {
    Map<String, String> variables = new HashMap<>(launch.variables());
    variables.keySet().removeAll(LoopbackServices.KEYS);
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    variables.putAll(services.keysFromEndpoint());
    Launch rehearsing =
        new Launch(launch.folder(), launch.handler(), variables, launch.flags(), launch.log())
            .withFlag(HOOKS);
    RuntimeApi api = new RuntimeApi();
    return new Snapshot(subject, services, api, runtime.start(rehearsing, api), launch.log());
  }

  /// Waits until the function has rehearsed.
  ///
  /// @throws IOException if it has not
  void awaitReady() throws IOException, InterruptedException {
    api.awaitSnapshot(REHEARSALS_TIMEOUT);
    if (!Files.readString(log).contains(REHEARSED)) {
      throw new IOException(subject.words() + " must log " + REHEARSED + ": see " + log);
    }
  }

  /// Invokes the function many times over new connections, so that the servers' code is compiled.
  /// Afterwards the process gives no valid figure.
  void exerciseServers() throws IOException, InterruptedException {
    api.restore();
    for (int i = 0; i < EXERCISES; i++) {
      services.begin();
      api.invoke(subject.event);
      long _ = services.done(subject, api);
      services.dropConnections();
    }
  }

  /// Measures from the restore, with an event waiting, to the end of the function's work, in
  /// milliseconds.
  double millis() throws IOException, InterruptedException {
    services.begin();
    api.invoke(subject.event);
    long before = System.nanoTime();
    api.restore();
    return (services.done(subject, api) - before) / 1e6;
  }

  @Override
  public void close() {
    process.close();
    api.close();
  }
}
