package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.Answer;
import io.cdrwebhooks.bench.stand.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Takes functions up to the point where Lambda takes their snapshot, as far as that can be had
/// without Lambda: the process itself waits there instead of a copy of its memory.
///
/// So what Lambda needs to bring a snapshot back is not in any figure. Keys come from an endpoint,
/// as they do for every function with SnapStart.
final class SnapStart implements AutoCloseable {
  /// Where `org.crac` finds the context of Lambda's client, whose hooks Lambda itself calls.
  private static final String HOOKS = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

  /// The servers' code is compiled by then.
  private static final int EXERCISES = 200;

  /// The limits of all rounds of a rehearsal, and a start on a machine with much to do.
  private static final Duration REHEARSALS_TAKE = Duration.ofMinutes(2);

  private static final String REHEARSED = "\"snapshot.rehearsed\"";
  private static final List<String> KEYS =
      List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
  private static final Answer CREDENTIALS =
      Answer.of(
          200,
          "Content-Type: application/json\r\n",
          """
          {"AccessKeyId":"AKIAIOSFODNN7EXAMPLE","SecretAccessKey":"of-no-worth",\
          "Token":"of-no-worth-either","Expiration":"2099-01-01T00:00:00Z"}""");

  private final LambdaRuntime runtime;
  private final LoopbackServer credentials;

  SnapStart(LambdaRuntime runtime) throws IOException {
    this.runtime = runtime;
    this.credentials = LoopbackServer.start(Optional.empty(), _ -> CREDENTIALS);
  }

  /// Starts a function, which makes itself ready for its snapshot meanwhile; `launch` is as it
  /// would be without one.
  Snapshot begin(Subject subject, Launch launch, Surroundings surroundings) throws IOException {
    Map<String, String> variables = new HashMap<>(launch.variables());
    KEYS.forEach(variables::remove);
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.url() + "/credentials");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of-no-worth");
    List<String> flags = new ArrayList<>(launch.flags());
    flags.add(HOOKS);
    Launch told = new Launch(launch.function(), launch.handler(), variables, flags, launch.log());
    RuntimeApi api = RuntimeApi.start();
    return new Snapshot(subject, surroundings, api, runtime.start(told, api), launch.log());
  }

  /// One process that waits to be restored, for one invocation.
  record Snapshot(
      Subject subject, Surroundings surroundings, RuntimeApi api, FunctionProcess process, Path log)
      implements AutoCloseable {
    /// Waits until it has done all that it does before.
    ///
    /// @throws IOException if it has not rehearsed
    void awaitReady() throws IOException, InterruptedException {
      try {
        api.awaitSnapshot(REHEARSALS_TAKE);
      } catch (TimeoutException e) {
        throw new IOException(subject.words() + " came to no snapshot: see " + log, e);
      }
      if (!Files.readString(log).contains(REHEARSED)) {
        throw new IOException(subject.words() + " has not rehearsed: see " + log);
      }
    }

    /// Invokes it again and again, over connections that are new each time, for the sake of the
    /// servers here: it is of no use for a figure then.
    void exerciseServers() throws IOException, InterruptedException {
      api.restore();
      for (int i = 0; i < EXERCISES; i++) {
        surroundings.begin();
        api.invoke(subject.event());
        done();
        surroundings.forgetEverybody();
      }
    }

    /// From its restore, with an event there at once, to what it was invoked for.
    double millis() throws IOException, InterruptedException {
      surroundings.begin();
      api.invoke(subject.event());
      long before = System.nanoTime();
      api.restore();
      return Starts.millis(done() - before);
    }

    private long done() throws IOException, InterruptedException {
      try {
        return surroundings.done(subject, api);
      } catch (TimeoutException e) {
        throw new IOException(subject.words() + " gave no answer: see " + log, e);
      }
    }

    @Override
    public void close() {
      process.close();
      api.close();
    }
  }

  @Override
  public void close() {
    credentials.close();
  }
}
