package io.cdrwebhooks.local;

import static java.util.Objects.requireNonNull;

import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.dispatch.ScheduleHandler;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.QueuePoller;
import io.cdrwebhooks.local.lambda.QueuePoller.Batches;
import io.cdrwebhooks.local.lambda.ScheduledInvocations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Invokes the dispatch functions as a deployment does: for the messages of three queues, and on
/// two schedules.
public final class DispatchTriggers implements AutoCloseable {
  /// The batches of each queue. A batch has one lane: a lane with a slow receiver waits most of its
  /// time, and must not delay others.
  private static final Map<String, Batches> QUEUES =
      Map.of(
          LocalQueues.ARRIVALS, new Batches(10, 20),
          LocalQueues.DUE_ATTEMPTS, new Batches(1, 200),
          LocalQueues.BACKGROUND_WORK, new Batches(10, 10));

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final List<QueuePoller> pollers = new ArrayList<>();
  private final List<ScheduledInvocations> schedules = new ArrayList<>();

  public DispatchTriggers(
      Dispatch dispatch, SqsClient sqs, LocalFunctions.Settings settings, RuntimeInputs inputs) {
    LocalFunction worker =
        new LocalFunction("dispatch", new DispatchHandler(dispatch, inputs), TIMEOUT);
    for (String queue : LocalQueues.ALL) {
      String url = settings.queueUrls().apply(queue).toString();
      Batches batches = requireNonNull(QUEUES.get(queue));
      pollers.add(new QueuePoller(sqs, url, worker, batches, inputs.log()));
    }
    LocalFunction schedule =
        new LocalFunction(
            "due-attempts",
            new ScheduleHandler(dispatch, settings.bucket(), _ -> true, inputs),
            TIMEOUT);
    Pace pace = settings.pace();
    Map.of("sweep", pace.sweepEvery(), "reconcile", pace.reconcileEvery())
        .forEach(
            (work, every) -> {
              String event = "{\"work\":\"" + work + "\"}";
              schedules.add(new ScheduledInvocations(schedule, event, every, inputs.log()));
            });
  }

  /// Ends when all queued work is done, or after 20 seconds for each queue.
  @Override
  public void close() {
    schedules.forEach(ScheduledInvocations::close);
    pollers.forEach(QueuePoller::stop);
    pollers.forEach(QueuePoller::close);
  }
}
