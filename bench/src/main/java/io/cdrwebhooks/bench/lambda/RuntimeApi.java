package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.stand.Answer;
import io.cdrwebhooks.bench.stand.LoopbackServer;
import io.cdrwebhooks.bench.stand.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What Lambda is to one function's process: it hands out events and takes the answers.
///
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes"; the
/// restore hooks of SnapStart as AWS' own runtime clients call them.
public final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";

  /// As the dispatch function's timeout.
  private static final Duration LASTS = Duration.ofMinutes(2);

  private static final Answer ACCEPTED =
      Answer.of(202, "Content-Type: application/json\r\n", "{\"status\":\"OK\"}");

  private final LoopbackServer server;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final CountDownLatch snapshot = new CountDownLatch(1);
  private final CountDownLatch restored = new CountDownLatch(1);

  /// What the function made of an event; `fault` is empty if it answered.
  public record Outcome(Received request, Optional<String> fault) {
    /// When the first byte of the answer was there, by [System#nanoTime].
    public long firstByteNanos() {
      return request.firstByteNanos();
    }

    public String answer() {
      return request.text();
    }
  }

  private RuntimeApi() throws IOException {
    this.server = LoopbackServer.start(Optional.empty(), this::answer);
  }

  public static RuntimeApi start() throws IOException {
    return new RuntimeApi();
  }

  /// For `AWS_LAMBDA_RUNTIME_API`.
  public String address() {
    return "127.0.0.1:" + server.port();
  }

  /// Lets the function have an event, at once or when it asks.
  public void invoke(String event) {
    events.add(event);
  }

  /// Waits for the next answer.
  ///
  /// @throws IOException if the function failed, with what it said
  public Outcome outcome(Duration patience)
      throws IOException, InterruptedException, TimeoutException {
    @Nullable Outcome outcome = outcomes.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (outcome == null) {
      throw new TimeoutException("no answer within " + patience.toSeconds() + " s");
    }
    if (outcome.fault().isPresent()) {
      throw new IOException("the function failed: " + outcome.fault().get());
    }
    return outcome;
  }

  /// Waits until the function has done what it does before a snapshot, and asks to be restored.
  public void awaitSnapshot(Duration patience) throws InterruptedException, TimeoutException {
    if (!snapshot.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException("no snapshot within " + patience.toSeconds() + " s");
    }
  }

  /// The function goes on as from its snapshot.
  public void restore() {
    restored.countDown();
  }

  private Answer answer(Received request) throws InterruptedException {
    String target = request.target();
    if (!target.startsWith(BASE)) {
      return Answer.of(404, "", "");
    }
    String asked = target.substring(BASE.length());
    return switch (asked) {
      case "invocation/next" -> next();
      case "restore/next" -> {
        snapshot.countDown();
        restored.await();
        yield Answer.of(200, "", "");
      }
      default -> {
        boolean answered = asked.endsWith("/response");
        outcomes.add(
            new Outcome(request, answered ? Optional.empty() : Optional.of(request.text())));
        yield ACCEPTED;
      }
    };
  }

  private Answer next() throws InterruptedException {
    String event = events.take();
    long deadline = System.currentTimeMillis() + LASTS.toMillis();
    String headers =
        "Content-Type: application/json\r\n"
            + "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
            + "Lambda-Runtime-Deadline-Ms: "
            + deadline
            + "\r\nLambda-Runtime-Invoked-Function-Arn:"
            + " arn:aws:lambda:eu-central-1:111122223333:function:bench:live\r\n";
    return Answer.of(200, headers, event);
  }

  @Override
  public void close() {
    server.close();
  }
}
