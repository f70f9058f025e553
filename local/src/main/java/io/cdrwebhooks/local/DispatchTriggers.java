package io.cdrwebhooks.local;

import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.dispatch.ScheduleHandler;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.QueuePoller;
import io.cdrwebhooks.local.lambda.QueuePoller.Batches;
import io.cdrwebhooks.local.lambda.ScheduledInvocations;
import io.cdrwebhooks.log.EventLog;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Invokes the dispatch functions as a deployment does: for the messages of three queues, and on
/// two schedules.
public final class DispatchTriggers implements AutoCloseable {
  private static final Batches OF_ARRIVALS = new Batches(10, 20);
  private static final Batches OF_BACKGROUND_WORK = new Batches(10, 10);

  /// One lane per batch: a lane with a slow receiver waits most of its time, and must not delay
  /// others.
  private static final Batches OF_LANES = new Batches(1, 200);

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final SqsClient sqs;
  private final LocalFunctions.Settings settings;
  private final EventLog log;
  private final LocalFunction dispatch;
  private final LocalFunction schedule;
  private final List<QueuePoller> pollers;
  private final List<ScheduledInvocations> schedules;

  public DispatchTriggers(
      Dispatch dispatch, SqsClient sqs, LocalFunctions.Settings settings, RuntimeInputs inputs) {
    this.sqs = sqs;
    this.settings = settings;
    this.log = inputs.log();
    this.dispatch = new LocalFunction("dispatch", new DispatchHandler(dispatch, inputs), TIMEOUT);
    this.schedule =
        new LocalFunction(
            "due-attempts",
            new ScheduleHandler(dispatch, settings.bucket(), _ -> true, inputs),
            TIMEOUT);
    this.pollers =
        List.of(
            poller(LocalQueues.ARRIVALS, OF_ARRIVALS),
            poller(LocalQueues.DUE_ATTEMPTS, OF_LANES),
            poller(LocalQueues.BACKGROUND_WORK, OF_BACKGROUND_WORK));
    this.schedules =
        List.of(
            schedule("sweep", settings.pace().sweepEvery()),
            schedule("reconcile", settings.pace().reconcileEvery()));
  }

  private QueuePoller poller(String queue, Batches batches) {
    return new QueuePoller(
        sqs, settings.queueUrls().apply(queue).toString(), dispatch, batches, log);
  }

  private ScheduledInvocations schedule(String work, Duration every) {
    return new ScheduledInvocations(schedule, "{\"work\":\"" + work + "\"}", every, log);
  }

  /// Ends when all queued work is done, or after 20 seconds for each queue.
  @Override
  public void close() {
    schedules.forEach(ScheduledInvocations::close);
    pollers.forEach(QueuePoller::stop);
    pollers.forEach(QueuePoller::close);
  }
}
