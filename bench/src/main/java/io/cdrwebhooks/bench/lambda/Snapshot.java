package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A function's process at the point where Lambda takes its snapshot. The process itself waits
/// there to be restored, instead of a copy of its memory, so no figure has the time that Lambda
/// needs to bring a snapshot back.
record Snapshot(
    Subject subject, LoopbackServices services, RuntimeApi api, FunctionProcess process, Path log)
    implements AutoCloseable {
  /// Where `org.crac` finds the context of Lambda's client, whose hooks Lambda itself calls.
  private static final String HOOKS = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

  /// The servers' code is compiled by then.
  private static final int EXERCISES = 200;

  /// The limits of all rounds of a rehearsal, and a start on a busy machine.
  private static final Duration REHEARSALS_TAKE = Duration.ofMinutes(2);

  private static final String REHEARSED = "\"snapshot.rehearsed\"";

  /// Starts a function, which rehearses meanwhile; `launch` is as it would be without a snapshot.
  /// Keys come from an endpoint, as for every function with SnapStart.
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

  /// @throws IOException if the function has not rehearsed
  void awaitReady() throws IOException, InterruptedException {
    api.awaitSnapshot(REHEARSALS_TAKE);
    if (!Files.readString(log).contains(REHEARSED)) {
      throw new IOException(subject.words() + " has not rehearsed: see " + log);
    }
  }

  /// Invokes the function many times over new connections, so that the code of the servers here is
  /// compiled. The process is of no use for a figure then.
  void exerciseServers() throws IOException, InterruptedException {
    api.restore();
    for (int i = 0; i < EXERCISES; i++) {
      services.begin();
      api.invoke(subject.event);
      long _ = services.done(subject, api);
      services.dropConnections();
    }
  }

  /// From the restore, with an event waiting, to the end of the function's work.
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
