package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.arrival.MissedReports;
import io.cdrwebhooks.dispatch.arrival.ReportArrival;
import io.cdrwebhooks.dispatch.attempt.PendingDelivery;
import io.cdrwebhooks.dispatch.attempt.Warnings;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.dispatch.jobs.BulkWork;
import io.cdrwebhooks.dispatch.jobs.Reconciliation;
import io.cdrwebhooks.dispatch.lane.LaneWork;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.dispatch.sweep.DueDelivery;
import io.cdrwebhooks.dispatch.sweep.DueDigest;
import io.cdrwebhooks.dispatch.sweep.DueWatch;
import io.cdrwebhooks.dispatch.sweep.Sweep;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Handles the queue messages and the scheduled invocations of dispatch.
public final class Dispatch {
  final DispatchStores stores;
  final DispatchServices services;
  private final RuntimeInputs inputs;
  private final ReportArrival arrival;
  private final MissedReports missed;
  private final LaneWork lanes;
  private final DueDelivery due;
  private final Pace pace;
  private final DueWatch watch;

  /// `pace` is [Pace#STANDARD], except in tests, where days pass faster.
  public Dispatch(
      DispatchStores stores, DispatchServices services, Pace pace, RuntimeInputs inputs) {
    this.stores = stores;
    this.services = services;
    this.pace = pace;
    this.inputs = inputs;
    WorkMessages workMessages = services.workMessages();
    Warnings warnings = Warnings.of(stores, services.notices(), pace, inputs);
    PendingDelivery pending = new PendingDelivery(stores, services, pace, warnings, inputs);
    this.arrival = new ReportArrival(stores, workMessages, inputs);
    this.missed = new MissedReports(stores, workMessages, inputs);
    this.lanes = new LaneWork(stores.lanes(), pending, workMessages, pace.laneRules(), inputs);
    this.due = new DueDelivery(stores, workMessages, warnings, inputs);
    this.watch =
        new DueWatch(
            stores, services.notices(), new ReceiverNotices(stores, workMessages, inputs), inputs);
  }

  /// Handles the only message of an invocation before `end`. Throws if SQS must deliver the message
  /// again.
  public void handle(QueueMessage message, Instant end) throws InterruptedException {
    handle(message, end, new HashSet<>());
  }

  /// Handles one of an invocation's messages. All of them share `arrived`, the configurations whose
  /// reports have arrived in this invocation. At first it is empty.
  void handle(QueueMessage message, Instant end, Set<ConfigurationId> arrived)
      throws InterruptedException {
    switch (message) {
      case QueueMessage.Arrived(var objects) -> {
        for (ObjectCreated object : objects) {
          arrival.handle(object, arrived);
        }
      }
      case QueueMessage.Due(DueWork.OfLane lane) -> handle(lane, end);
      case QueueMessage.Due(DueWork.OfDelivery(DeliveryId delivery)) -> due.handle(delivery);
      case QueueMessage.Due(DueWork.OfJob(BulkJobId job)) ->
          new BulkWork(stores, services, pace, missed, inputs).handle(job, end);
      case QueueMessage.Due(DueWork.OfDigest(ConfigurationId of)) ->
          new DueDigest(stores, services, inputs).handle(of);
      case QueueMessage.Due(DueWork.OfWatch(TaskId task)) -> watch.handle(task);
      case QueueMessage.TestEvent() -> inputs.log().info("s3.test-event");
      case QueueMessage.OtherEvent(String eventName) ->
          inputs.log().info("s3.event-ignored", "eventName", eventName);
    }
  }

  /// Works a lane, and counts the new delivery if the arrival left that to this worker. If the
  /// message must be retried, this adds no counts.
  private void handle(DueWork.OfLane lane, Instant end) throws InterruptedException {
    lanes.handle(lane, end);
    if (lane.cause() instanceof LaneCause.Waiting(var _, var _, var uncounted)) {
      uncounted.ifPresent(hour -> inputs.tally().recorded(lane.configuration(), hour));
    }
  }

  /// Handles second events, and records the reports whose first event was lost.
  public void recordMissed(List<ObjectCreated> objects) {
    objects.forEach(missed::recordIfMissed);
  }

  /// Adds the counts since the last call to the statistics. If that fails, only these counts are
  /// lost. The invocation waits no longer than [Statistics#MAX_ADD]. If too little time `remains`,
  /// the counts wait for the next call.
  void addCounts(Duration remains) {
    if (remains.compareTo(Statistics.MAX_ADD.multipliedBy(2)) < 0) {
      return;
    }
    try {
      stores.statistics().add(inputs.tally().drain());
    } catch (RuntimeException fault) {
      inputs.log().warn("counts.lost", fault);
    }
  }

  /// Sends a message for each entry that is due soon or overdue, until `deadline`.
  public void sweep(Instant deadline) throws InterruptedException {
    new Sweep(stores.dueIndex(), services.workMessages(), pace, inputs).run(deadline);
  }

  /// Begins the job that looks for reports in `bucket` whose events were lost.
  void reconcile(String bucket) {
    new Reconciliation(stores.jobs(), services.workMessages(), pace, inputs).begin(bucket);
  }
}
