package io.cdrwebhooks.dispatch.arrival;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.configuration.ReportOwners.Owner;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.work.WorkMessages;
import java.util.HashSet;
import java.util.Optional;

/// Records the reports whose first event was lost. S3's second event or a reconciliation finds
/// them.
public final class MissedReports {
  private final DispatchStores stores;
  private final NewDeliveries deliveries;
  private final LaneWakeUp wakeUp;
  private final RuntimeInputs inputs;

  public MissedReports(DispatchStores stores, WorkMessages workMessages, RuntimeInputs inputs) {
    this.stores = stores;
    this.deliveries = new NewDeliveries(stores, inputs);
    this.wakeUp = new LaneWakeUp(stores.lanes(), workMessages, inputs);
    this.inputs = inputs;
  }

  /// Records the report of a second event if the first event was lost. The second event arrives 15
  /// minutes after the first, so another worker rarely records the delivery at the same moment.
  /// Even then there is only one record. If the delivery waits longer than it should, this wakes
  /// its lane.
  public void recordIfMissed(ObjectCreated object) {
    if (ObjectKey.parse(object.key()) instanceof ReportKey key) {
      stores
          .deliveries()
          .findEventually(DeliveryId.of(NewDeliveries.version(object, key), object.sequencer()))
          .ifPresentOrElse(
              wakeUp::wakeIfOverdue,
              () -> {
                boolean _ = record(object, key);
              });
    }
  }

  /// Records a report whose event was lost. Returns false if the report has a delivery, or if its
  /// task's Webhook option was off at the upload.
  public boolean record(ObjectCreated object, ReportKey key) {
    Owner owner = stores.owners().ownerAt(key.taskId(), object.uploadedAt());
    if (owner instanceof Owner.OptionOff(boolean nowOn, var _)) {
      if (nowOn) {
        deliveries.logNotAnnounced(key, owner);
      }
      return false;
    }
    ReportLookup lookup = stores.reports().lookUp(NewDeliveries.version(object, key));
    Delivery delivery = deliveries.create(object, key, owner, lookup);
    // If this process dies after the record, a later attempt finds the report recorded and wakes no
    // lane. So the lane becomes due before the record.
    if (owner instanceof Owner.To(WebhookConfiguration target, var _, var _)) {
      stores.lanes().wakeBefore(target.id(), Optional.of(delivery.id()), inputs.now());
    }
    if (!(deliveries.store(delivery, owner) instanceof Deliveries.Recording.Recorded)) {
      return false;
    }
    inputs.log().warn("report.missed", NewDeliveries.logFields(delivery, owner));
    inputs.metrics().count(Metric.REPORTS_RECONCILED);
    wakeUp.wakeForNew(delivery, new HashSet<>());
    return true;
  }
}
