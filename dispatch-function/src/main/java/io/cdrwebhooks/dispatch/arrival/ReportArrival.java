package io.cdrwebhooks.dispatch.arrival;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReportOwners.Owner;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.work.WorkMessages;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Handles an arrived report: records its delivery and wakes the lane of its configuration.
///
/// A repeated event gives the same delivery; another upload of the same key gives a new one. The
/// report goes to the configuration that its task had at the upload, however late the event
/// arrives.
public final class ReportArrival {
  private final DispatchStores stores;
  private final NewDeliveries deliveries;
  private final LaneWakeUp wakeUp;
  private final RuntimeInputs inputs;
  private final EventLog log;

  public ReportArrival(DispatchStores stores, WorkMessages workMessages, RuntimeInputs inputs) {
    this.stores = stores;
    this.deliveries = new NewDeliveries(stores, inputs);
    this.wakeUp = new LaneWakeUp(stores.lanes(), workMessages, inputs);
    this.inputs = inputs;
    this.log = inputs.log();
  }

  /// Handles one object. `arrived` collects the configurations of the reports that this invocation
  /// has handled; it is safe for many threads.
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
      Future<ReportLookup> lookup =
          other.submit(() -> stores.reports().lookUp(NewDeliveries.version(object, key)));
      Owner owner = stores.owners().ownerAt(key.taskId(), object.uploadedAt());
      if (owner instanceof Owner.OptionOff) {
        deliveries.logNotAnnounced(key, owner);
        return;
      }
      record(deliveries.create(object, key, owner, Overlapped.result(lookup)), owner, arrived);
    }
  }

  private void record(Delivery delivery, Owner owner, Set<ConfigurationId> arrived) {
    switch (deliveries.store(delivery, owner)) {
      case Deliveries.Recording.Recorded() -> {
        inputs.metrics().count(Metric.REPORTS_RECORDED);
        log.info("delivery.recorded", NewDeliveries.logFields(delivery, owner));
        wakeUp.wakeForNew(delivery, arrived);
      }
      case Deliveries.Recording.AlreadyRecorded(Delivery existing) -> {
        inputs.metrics().count(Metric.REPORTS_REPEATED);
        log.info("delivery.repeated", "deliveryId", existing.id(), "status", existing.status());
        wakeUp.wakeForRepeated(existing);
      }
    }
  }
}
