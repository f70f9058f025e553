package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReportOwners;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.digest.DueDigest;
import io.cdrwebhooks.dispatch.exchange.Receivers;
import io.cdrwebhooks.dispatch.overdue.DueWatch;
import io.cdrwebhooks.dispatch.receivernotice.NoticeSteps;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.dispatch.receivernotice.SendingInputs;
import io.cdrwebhooks.lane.FirstReads;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.ReportWatches;
import io.cdrwebhooks.work.WorkNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Handles the queue messages and the scheduled invocations of dispatch.
public final class Dispatch {
  final Stores stores;
  final Collaborators collaborators;
  private final ReportArrival arrival;
  private final LaneWork lanes;
  private final DueDelivery due;
  private final BulkWork bulk;
  private final DueDigest digests;
  private final DueWatch watch;
  private final Sweep sweep;
  private final Reconciliation reconciliation;
  private final RuntimeInputs inputs;

  /// The stores that dispatch uses.
  public record Stores(
      CdrTasks tasks,
      WebhookConfigurations configurations,
      Reports reports,
      ReportListing listing,
      Deliveries deliveries,
      DueIndex dueIndex,
      Lanes lanes,
      FirstReads firstReads,
      BulkJobs jobs,
      DownloadLinks links,
      Statistics statistics,
      WorkNotes notes,
      Digests digests,
      Statements statements,
      ReportWatches watches) {
    ReportOwners owners() {
      return new ReportOwners(tasks, configurations);
    }
  }

  /// The services that dispatch calls: keys, links, receivers, queues, notices.
  public record Collaborators(
      SignatureVault vault,
      CallbackUrls callbackUrls,
      Receivers receivers,
      DueAttempts dueAttempts,
      WorkQueues queues,
      DeadLetters deadLetters,
      Notices notices) {}

  /// The senders of warnings: about a failing receiver, and about failed deliveries and unused
  /// links.
  record Warnings(HealthWatch health, EndNotices ends) {}

  /// `pace` is [Pace#STANDARD], except in tests, which need days to pass faster.
  public Dispatch(Stores stores, Collaborators collaborators, Pace pace, RuntimeInputs inputs) {
    this.stores = stores;
    this.collaborators = collaborators;
    DueAttempts dueAttempts = collaborators.dueAttempts();
    Warnings warnings =
        new Warnings(
            new HealthWatch(stores, collaborators.notices(), inputs),
            new EndNotices(stores, collaborators.notices(), pace, inputs));
    PendingDelivery pending =
        new PendingDelivery(
            stores,
            new DeliveryAttempt(stores, collaborators, inputs),
            new AttemptCompletion(stores.deliveries(), warnings, pace, inputs),
            warnings,
            inputs);
    this.lanes = new LaneWork(stores, pending, dueAttempts, pace.laneRules(), inputs);
    this.due = new DueDelivery(stores, dueAttempts, warnings, inputs);
    this.arrival = new ReportArrival(stores, dueAttempts, inputs);
    ReceiverNotices receiverNotices =
        new ReceiverNotices(stores.configurations(), stores.jobs(), dueAttempts, inputs.log());
    this.bulk =
        new BulkWork(
            stores,
            arrival,
            new BulkWork.ForReceivers(
                receiverNotices, noticeSteps(stores, collaborators, pace, inputs)),
            dueAttempts,
            inputs);
    this.digests =
        new DueDigest(
            stores.digests(),
            stores.configurations(),
            collaborators.notices(),
            dueAttempts,
            inputs::now,
            inputs.jitter(),
            inputs.log());
    this.watch =
        new DueWatch(
            new DueWatch.Stores(
                stores.watches(), stores.tasks(), stores.deliveries(), stores.digests()),
            new DueWatch.Senders(collaborators.notices(), receiverNotices),
            inputs::now,
            inputs.log());
    this.sweep = new Sweep(stores.dueIndex(), dueAttempts, pace, inputs);
    this.reconciliation = new Reconciliation(stores.jobs(), dueAttempts, pace, inputs);
    this.inputs = inputs;
  }

  private static NoticeSteps noticeSteps(
      Stores stores, Collaborators collaborators, Pace pace, RuntimeInputs inputs) {
    return new NoticeSteps(
        new NoticeSteps.Means(
            stores.configurations(),
            stores.lanes(),
            collaborators.vault(),
            collaborators.receivers(),
            collaborators.dueAttempts()),
        pace.schedule(),
        pace.laneRules(),
        new SendingInputs(
            inputs::now, inputs.jitter(), inputs.threads()::sleep, inputs.log(), inputs.metrics()));
  }

  /// Handles the only message of an invocation before `end`. It throws if the message must be
  /// retried.
  public void handle(QueueMessage message, Instant end) throws InterruptedException {
    handle(message, end, new HashSet<>());
  }

  /// Handles one of an invocation's messages. All of them share `arrived`: the configurations whose
  /// reports have arrived in this invocation, at first none.
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
      case QueueMessage.Due(DueWork.OfJob(BulkJobId job)) -> bulk.handle(job, end);
      case QueueMessage.Due(DueWork.OfDigest(ConfigurationId of)) -> digests.handle(of);
      case QueueMessage.Due(DueWork.OfWatch(TaskId task)) -> watch.handle(task);
      case QueueMessage.TestEvent() -> inputs.log().info("s3.test-event");
      case QueueMessage.OtherEvent(String eventName) ->
          inputs.log().info("s3.event-ignored", "eventName", eventName);
    }
  }

  /// Works a lane, and counts the delivery that the arrival left to this worker. A message that
  /// must be retried counts nothing.
  private void handle(DueWork.OfLane lane, Instant end) throws InterruptedException {
    lanes.handle(lane, end);
    if (lane.uncounted().isPresent()) {
      inputs.tally().recorded(lane.configuration(), lane.uncounted().get());
    }
  }

  /// Handles second events: records those reports whose first event was lost.
  public void recordMissed(List<ObjectCreated> objects) {
    objects.forEach(arrival::recordIfMissed);
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
      inputs.log().warn("counts.lost", "fault", fault);
    }
  }

  /// Sends a message for each entry that is due soon or overdue, until `deadline`.
  public void sweep(Instant deadline) throws InterruptedException {
    sweep.run(deadline);
  }

  /// Begins the job that looks for reports in `bucket` whose events were lost.
  void reconcile(String bucket) {
    reconciliation.begin(bucket);
  }
}
