package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.aws.awsevents.SqsBatch;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.aws.awsevents.UnreadableMessageException;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The dispatch function's entry: a batch of messages from `report-arrivals` or `due-attempts`.
///
/// Works the messages of a batch in parallel. The answer names each message that failed, so that
/// SQS makes it visible again; after five receives SQS moves it to the dead-letter queue.
public final class DispatchHandler implements RequestStreamHandler {
  private final Dispatch dispatch;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;

  /// For Lambda, with the settings of this process.
  public DispatchHandler() {
    this(DispatchEnvironment.ofThisProcess());
    DispatchEnvironment.rehearse(log, DispatchRehearsal::ofArrivals);
  }

  private DispatchHandler(DispatchEnvironment environment) {
    this(environment, Surroundings.standard(environment.metricsNamespace()));
  }

  private DispatchHandler(DispatchEnvironment environment, Surroundings surroundings) {
    this(environment.dispatch(surroundings), surroundings);
  }

  public DispatchHandler(Dispatch dispatch, Surroundings surroundings) {
    this.dispatch = dispatch;
    this.clock = surroundings.clock();
    this.log = surroundings.log();
    this.metrics = surroundings.metrics();
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    SqsBatch batch = SqsBatch.read(event);
    Instant end = clock.instant().plusMillis(context.getRemainingTimeInMillis());
    try {
      SqsBatch.writeFailures(failures(batch.messages(), end), answer);
    } finally {
      metrics.flush();
      dispatch.addCounts(Duration.ofMillis(context.getRemainingTimeInMillis()));
    }
  }

  private List<String> failures(List<SqsMessage> messages, Instant end) {
    List<Future<Boolean>> works = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (SqsMessage message : messages) {
        works.add(threads.submit(() -> succeeds(message, end)));
      }
    } // closing waits for all of them
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      if (!result(works.get(i))) {
        failed.add(messages.get(i).id());
      }
    }
    return failed;
  }

  /// The border: logs any fault of one message, once, and has the message retried.
  private boolean succeeds(SqsMessage message, Instant end) {
    try {
      dispatch.handle(QueueMessage.parse(message.body()), end);
      return true;
    } catch (UnreadableMessageException e) {
      log.error("message.unreadable", e, "messageId", message.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.error("message.interrupted", e, "messageId", message.id());
    } catch (RuntimeException e) {
      log.error("message.failed", e, "messageId", message.id());
    }
    metrics.count(Metric.MESSAGES_FAILED);
    return false;
  }

  /// False also for what the border lets through: an Error took the thread.
  private boolean result(Future<Boolean> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      log.error("message.failed", e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
