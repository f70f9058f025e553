package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.aws.awsevents.SqsBatch;
import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.aws.awsevents.UnreadableMessageException;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.dispatch.lane.LaneWork;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.work.WorkNotes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The dispatch function's entry point for batches of messages from `report-arrivals`,
/// `due-attempts` or `background-work`.
///
/// It handles the messages of a batch in parallel. The answer names each failed message, so that
/// SQS delivers it again, for up to 14 days.
///
/// A message that was received several times may have killed its workers. The handler handles it
/// alone, after the others, and stores a note meanwhile ([WorkNotes]). If the process dies, the
/// note shows which message killed it.
public final class DispatchHandler implements RequestStreamHandler {
  /// The number of receives from which a message gets a note. Fresh messages get none, to save a
  /// write.
  private static final int SUSPECT_FROM = 3;

  /// The number of noted deaths in a row after which a message becomes a dead letter. The first two
  /// receives have no note, and may have killed their workers too.
  private static final int MAX_DEATHS = 3;

  private static final Duration LAST_TRY = Duration.ofSeconds(10);

  private final Dispatch dispatch;
  private final RuntimeInputs inputs;

  /// Creates the handler with the settings of this process; Lambda calls it.
  public DispatchHandler() {
    this(DispatchEnvironment.ofThisProcess());
  }

  public DispatchHandler(DispatchEnvironment environment) {
    this(environment, RuntimeInputs.standard(environment.metricsNamespace()));
    DispatchEnvironment.rehearse(inputs.log(), DispatchRehearsal::ofArrivals);
  }

  private DispatchHandler(DispatchEnvironment environment, RuntimeInputs inputs) {
    this(environment.dispatch(inputs), inputs);
  }

  public DispatchHandler(Dispatch dispatch, RuntimeInputs inputs) {
    this.dispatch = dispatch;
    this.inputs = inputs;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    SqsBatch batch = SqsBatch.read(event);
    Instant end = inputs.clock().instant().plusMillis(context.getRemainingTimeInMillis());
    try {
      SqsBatch.writeFailures(failedOf(batch.messages(), end), answer);
    } finally {
      inputs.metrics().flush();
      dispatch.addCounts(Duration.ofMillis(context.getRemainingTimeInMillis()));
    }
  }

  private List<String> failedOf(List<SqsMessage> messages, Instant end) {
    Invocation invocation =
        new Invocation(end, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (SqsMessage message : messages) {
        if (message.receives() < SUSPECT_FROM) {
          threads.execute(() -> handleAtBorder(message, invocation));
        }
      }
    } // closing waits for all threads
    for (SqsMessage message : messages) {
      boolean hasTime = inputs.clock().instant().plus(LaneWork.MIN_TIME_LEFT).isBefore(end);
      if (message.receives() >= SUSPECT_FROM && hasTime) {
        handleAtBorder(message, invocation);
      }
    }
    List<String> failed =
        messages.stream()
            .map(SqsMessage::id)
            .filter(id -> !invocation.done().contains(id))
            .toList();
    failed.forEach(_ -> inputs.metrics().count(Metric.MESSAGES_FAILED));
    return failed;
  }

  /// The data that the messages of one invocation share: when it must end, the ids of the messages
  /// that are done, and the configurations whose reports have arrived in it.
  private record Invocation(Instant end, Set<String> done, Set<ConfigurationId> arrived) {}

  /// Handles one message. It catches each fault, logs it once, and leaves the message for a retry.
  private void handleAtBorder(SqsMessage message, Invocation invocation) {
    try {
      handleWithNote(message, invocation);
      invocation.done().add(message.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inputs.log().error("message.interrupted", e, "messageId", message.id());
    } catch (RuntimeException | Error e) {
      inputs.log().error("message.failed", e, "messageId", message.id());
    }
  }

  /// Handles a message, under a note if it may have killed its worker. A note that stays counts as
  /// a death, so its removal is retried while there is time.
  private void handleWithNote(SqsMessage message, Invocation invocation)
      throws InterruptedException {
    WorkNotes notes = dispatch.stores.notes();
    String id = message.id();
    Instant now = inputs.clock().instant();
    boolean noted = message.receives() >= SUSPECT_FROM;
    try {
      if (noted && !notes.begin(id, message.receives(), now, MAX_DEATHS)) {
        setAside(
            message,
            "message.deadly",
            new IllegalStateException(
                "the last " + MAX_DEATHS + " workers that handled the message died"));
      } else {
        handleContent(message, invocation);
      }
    } catch (UnreadableMessageException e) {
      setAside(message, "message.unreadable", e);
    } finally {
      if (noted) {
        boolean _ = inputs.retryUntil(() -> notes.end(id), id, invocation.end().minus(LAST_TRY));
      }
    }
  }

  /// Handles the content of a message. An event of S3 in the queue of background work is the second
  /// event of an object; the first one went to `report-arrivals`.
  private void handleContent(SqsMessage message, Invocation invocation)
      throws InterruptedException {
    QueueMessage parsed = QueueMessage.parse(message.body());
    if (parsed instanceof QueueMessage.Arrived(List<ObjectCreated> objects)
        && dispatch.services.queues().isBackgroundWork(message)) {
      dispatch.recordMissed(objects);
    } else {
      dispatch.handle(parsed, invocation.end(), invocation.arrived());
    }
  }

  private void setAside(SqsMessage message, String event, RuntimeException reason) {
    String deadLetter = dispatch.services.deadLetters().setAside(message);
    inputs.log().error(event, reason, "messageId", message.id(), "deadLetterId", deadLetter);
  }
}
