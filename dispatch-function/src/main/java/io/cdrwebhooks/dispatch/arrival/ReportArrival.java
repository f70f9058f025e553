package io.cdrwebhooks.dispatch.arrival;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReportOwners;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Handles an arrived report: records its delivery and wakes the lane of its configuration.
///
/// A repeated event gives the same delivery; another upload of the same key gives a new one. The
/// report goes to the configuration that its task had at the upload, however late the event
/// arrives.
public final class ReportArrival {
  private final ReportOwners owners;
  private final Reports reports;
  private final ReportInspector inspector;
  private final Deliveries deliveries;
  private final Lanes lanes;
  private final DueAttempts dueAttempts;
  private final RuntimeInputs inputs;
  private final EventLog log;

  public ReportArrival(DispatchStores stores, DueAttempts dueAttempts, RuntimeInputs inputs) {
    this.owners = stores.owners();
    this.reports = stores.reports();
    this.inspector = new ReportInspector(reports, inputs.clock(), inputs.log());
    this.deliveries = stores.deliveries();
    this.lanes = stores.lanes();
    this.dueAttempts = dueAttempts;
    this.inputs = inputs;
    this.log = inputs.log();
  }

  /// Handles one object. `arrived` has the configurations of the reports that this invocation has
  /// handled, and gets this report's; it is safe for many threads.
  public void handle(ObjectCreated object, Set<ConfigurationId> arrived)
      throws InterruptedException {
    switch (ObjectKey.parse(object.key())) {
      case ObjectKey.Other(String reason) ->
          log.info("object.ignored", "key", object.key(), "reason", reason);
      case ReportKey key -> handleReport(object, key, arrived);
    }
  }

  /// Looks up the report and its task at the same time. If the task's Webhook option was off, it
  /// needs only the task.
  private void handleReport(ObjectCreated object, ReportKey key, Set<ConfigurationId> arrived)
      throws InterruptedException {
    try (ExecutorService other = inputs.threads().perTask()) {
      Future<ReportLookup> lookup = other.submit(() -> reports.lookUp(version(object, key)));
      ReportOwners.Owner owner = owners.ownerAt(key.taskId(), object.uploadedAt());
      if (owner instanceof ReportOwners.Owner.OptionOff) {
        logNotAnnounced(key, owner);
        return;
      }
      ArrivedReport report = new ArrivedReport(object, version(object, key), owner);
      record(delivery(report, Overlapped.result(lookup)), owner, arrived);
    }
  }

  private static ReportVersion version(ObjectCreated object, ReportKey key) {
    return new ReportVersion(object.bucket(), key, object.versionId());
  }

  private Delivery delivery(ArrivedReport report, ReportLookup lookup) {
    return report.delivery(
        lookup, inspector.inspectWithoutCounting(lookup, report.wantsSha256()), inputs.now());
  }

  /// Records the delivery. An existing delivery keeps its configuration, even if its task has
  /// another one by now.
  private void record(Delivery delivery, ReportOwners.Owner owner, Set<ConfigurationId> arrived) {
    switch (stored(delivery, owner)) {
      case Deliveries.Recording.Recorded() -> {
        count(delivery);
        inputs.metrics().count(Metric.REPORTS_RECORDED);
        log.info("delivery.recorded", fields(delivery, owner));
        handOverNew(delivery, arrived);
      }
      case Deliveries.Recording.AlreadyRecorded(Delivery existing) -> {
        inputs.metrics().count(Metric.REPORTS_REPEATED);
        log.info("delivery.repeated", "deliveryId", existing.id(), "status", existing.status());
        handOverAgain(existing);
      }
    }
  }

  private Deliveries.Recording stored(Delivery delivery, ReportOwners.Owner owner) {
    return owner instanceof ReportOwners.Owner.To(var _, var _, boolean numbered) && numbered
        ? deliveries.recordNumbered(delivery)
        : deliveries.record(delivery);
  }

  private void count(Delivery delivery) {
    inputs.tally().ended(delivery);
    switch (delivery.status()) {
      case UNROUTED -> inputs.metrics().count(Metric.REPORTS_UNROUTED);
      case HELD -> inputs.metrics().count(Metric.REPORTS_HELD);
      case FAILED -> inputs.metrics().count(Metric.DELIVERIES_FAILED);
      case PENDING, DELIVERED -> {}
    }
  }

  /// Wakes the lane of a new delivery, and counts the delivery.
  ///
  /// The worker that gets the message of a configuration's first delivery in this invocation counts
  /// that delivery: it adds to the same counts after the attempt anyway. This process counts the
  /// others with one addition. It also counts a delivery without a message, or whose message may
  /// not have been sent.
  private void handOverNew(Delivery delivery, Set<ConfigurationId> arrived) {
    boolean mustCount = true;
    try {
      if (wakesWithMessage(delivery)) {
        ConfigurationId lane = delivery.configurationId().orElseThrow();
        boolean leavesCount = arrived.add(lane);
        send(
            leavesCount
                ? DueWork.OfLane.toCount(lane, delivery)
                : DueWork.OfLane.arrived(lane, delivery));
        mustCount = !leavesCount;
      }
    } finally {
      if (mustCount) {
        inputs.tally().recorded(delivery);
      }
    }
  }

  /// Wakes the lane of an existing delivery: the worker that recorded it may have died before it
  /// woke the lane.
  private void handOverAgain(Delivery delivery) {
    if (wakesWithMessage(delivery)) {
      send(DueWork.OfLane.arrived(delivery.configurationId().orElseThrow(), delivery));
    }
  }

  /// Wakes the lane of a pending delivery. Returns whether the lane needs a message.
  private boolean wakesWithMessage(Delivery delivery) {
    return delivery.status() == DeliveryStatus.PENDING
        && lanes.wake(
            delivery.configurationId().orElseThrow(), Optional.of(delivery.id()), inputs.now());
  }

  private void send(DueWork.OfLane message) {
    dueAttempts.send(message, Duration.ZERO);
  }

  /// Records the report of a second event if the first event was lost. The second event arrives 15
  /// minutes after the first, so the delivery is rarely being recorded at this moment. Even then it
  /// is recorded only once. If the delivery waits longer than it should, this wakes its lane.
  public void recordIfMissed(ObjectCreated object) {
    if (ObjectKey.parse(object.key()) instanceof ReportKey key) {
      deliveries
          .findCheaply(DeliveryId.of(version(object, key), object.sequencer()))
          .ifPresentOrElse(
              this::wakeIfOverdue,
              () -> {
                boolean _ = recordMissed(object, key);
              });
    }
  }

  /// Wakes the lane of an overdue delivery, so that its holder reads the index again: the index may
  /// have listed the delivery after the last read. A lane that waits for its next probe, or that a
  /// worker holds, needs no message.
  private void wakeIfOverdue(Delivery delivery) {
    Instant now = inputs.now();
    Instant overdueSince = now.minus(Lanes.FOUND_WITHIN);
    if (delivery.status() == DeliveryStatus.PENDING
        && delivery.progress().dueAt().filter(at -> at.isBefore(overdueSince)).isPresent()) {
      ConfigurationId lane = delivery.configurationId().orElseThrow();
      if (lanes.wake(lane, Optional.empty(), now)) {
        log.info("delivery.overdue", "deliveryId", delivery.id(), "configurationId", lane);
        send(new DueWork.OfLane(lane));
      }
    }
  }

  /// Records a report whose event was lost. Returns false if the report has a delivery, or if its
  /// task's Webhook option was off at the upload.
  public boolean recordMissed(ObjectCreated object, ReportKey key) {
    ReportOwners.Owner owner = owners.ownerAt(key.taskId(), object.uploadedAt());
    if (owner instanceof ReportOwners.Owner.OptionOff(boolean nowOn, var _)) {
      if (nowOn) {
        logNotAnnounced(key, owner);
      }
      return false;
    }
    ReportVersion version = version(object, key);
    Delivery delivery =
        delivery(new ArrivedReport(object, version, owner), reports.lookUp(version));
    // If this process dies after the record, a later attempt finds the report recorded and wakes no
    // lane. So the lane becomes due before the record.
    if (owner instanceof ReportOwners.Owner.To(WebhookConfiguration target, var _, var _)) {
      lanes.wakeBefore(target.id(), Optional.of(delivery.id()), inputs.now());
    }
    if (!(stored(delivery, owner) instanceof Deliveries.Recording.Recorded)) {
      return false;
    }
    count(delivery);
    log.warn("report.missed", fields(delivery, owner));
    inputs.metrics().count(Metric.REPORTS_RECONCILED);
    handOverNew(delivery, new HashSet<>());
    return true;
  }

  private void logNotAnnounced(ReportKey key, ReportOwners.Owner owner) {
    log.info("report.not-announced", "key", key, "reason", owner.reason());
  }

  private static Object[] fields(Delivery delivery, ReportOwners.Owner owner) {
    return new Object[] {
      "deliveryId",
      delivery.id(),
      "key",
      delivery.report().key(),
      "taskId",
      delivery.taskId(),
      "status",
      delivery.status(),
      "reason",
      owner.reason()
    };
  }
}
