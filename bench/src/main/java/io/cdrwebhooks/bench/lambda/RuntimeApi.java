package io.cdrwebhooks.bench.lambda;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.bench.stand.LoopbackServer;
import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lambda's Runtime API for one function's process: it provides events and receives the answers.
///
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes"; the
/// restore hooks of SnapStart follow AWS's own runtime clients.
final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";

  /// The time that an invocation may take; the dispatch function's timeout.
  private static final Duration INVOCATION_TIMEOUT = Duration.ofMinutes(2);

  /// The limit of a start or of all rounds of a rehearsal, on a busy machine.
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  private static final Answer ACCEPTED = Answer.json(202, "{\"status\":\"OK\"}");

  private final LoopbackServer server;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final CountDownLatch snapshot = new CountDownLatch(1);
  private final CountDownLatch restored = new CountDownLatch(1);

  /// A request that ends an invocation, and its time.
  record Outcome(long nanos, String path, String body) {}

  RuntimeApi() throws IOException {
    this.server = new LoopbackServer(Optional.empty(), this::handle);
  }

  /// Returns the value of `AWS_LAMBDA_RUNTIME_API`.
  String address() {
    return "127.0.0.1:" + server.port();
  }

  /// Gives the function an event, at once or when it asks for one.
  void invoke(String event) {
    events.add(event);
  }

  /// Waits for the next answer.
  ///
  /// @throws IOException if the function failed or is late
  Outcome answer() throws IOException, InterruptedException {
    @Nullable Outcome outcome = outcomes.poll(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    if (outcome == null) {
      throw new IOException("the function must answer within " + ANSWER_TIMEOUT);
    }
    if (!outcome.path().endsWith("/response")) {
      throw new IOException("the function failed: " + outcome.body());
    }
    return outcome;
  }

  /// Waits until the function has done its work before a snapshot, and asks to be restored.
  void awaitSnapshot() throws IOException, InterruptedException {
    if (!snapshot.await(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("the function must be ready for its snapshot within " + ANSWER_TIMEOUT);
    }
  }

  /// Lets the function continue, as after a restore from its snapshot.
  void restore() {
    restored.countDown();
  }

  private Answer handle(HttpExchange request, String body) throws InterruptedException {
    String path = request.getRequestURI().getPath();
    return switch (path) {
      case BASE + "invocation/next" -> next();
      case BASE + "restore/next" -> {
        snapshot.countDown();
        restored.await();
        yield Answer.of(200, Map.of(), "");
      }
      default -> {
        outcomes.add(new Outcome(System.nanoTime(), path, body));
        yield ACCEPTED;
      }
    };
  }

  private Answer next() throws InterruptedException {
    String event = events.take();
    long deadline = System.currentTimeMillis() + INVOCATION_TIMEOUT.toMillis();
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/json",
            "Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms", Long.toString(deadline),
            "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:eu-central-1:111122223333:function:bench:live");
    return Answer.of(200, headers, event);
  }

  @Override
  public void close() {
    server.close();
  }
}
