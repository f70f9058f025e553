package io.cdrwebhooks.dispatch.arrival;

import io.cdrwebhooks.configuration.ReportOwners.Owner;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;

/// Creates and stores the deliveries of arrived reports, and counts those that are not sent.
record NewDeliveries(Deliveries deliveries, ReportInspector inspector, RuntimeInputs inputs) {
  NewDeliveries(DispatchStores stores, RuntimeInputs inputs) {
    this(
        stores.deliveries(),
        new ReportInspector(stores.reports(), inputs.clock(), inputs.log()),
        inputs);
  }

  Delivery create(ArrivedReport report, ReportLookup lookup) {
    return report.delivery(
        lookup, inspector.inspectWithoutCounting(lookup, report.wantsSha256()), inputs.now());
  }

  /// Stores the delivery. An existing delivery keeps its configuration, even if its task now has
  /// another one.
  Deliveries.Recording store(Delivery delivery, Owner owner) {
    Deliveries.Recording recording =
        owner instanceof Owner.To(var _, var _, boolean numbered) && numbered
            ? deliveries.recordNumbered(delivery)
            : deliveries.record(delivery);
    if (recording instanceof Deliveries.Recording.Recorded) {
      countIfNotSent(delivery);
    }
    return recording;
  }

  private void countIfNotSent(Delivery delivery) {
    inputs.tally().ended(delivery);
    switch (delivery.status()) {
      case UNROUTED -> inputs.metrics().count(Metric.REPORTS_UNROUTED);
      case HELD -> inputs.metrics().count(Metric.REPORTS_HELD);
      case FAILED -> inputs.metrics().count(Metric.DELIVERIES_FAILED);
      case PENDING, DELIVERED -> {}
    }
  }

  void logNotAnnounced(ReportKey key, Owner owner) {
    inputs.log().info("report.not-announced", "key", key, "reason", owner.reason());
  }

  static Object[] logFields(Delivery delivery, Owner owner) {
    return new Object[] {
      "deliveryId", delivery.id(),
      "key", delivery.report().key(),
      "taskId", delivery.taskId(),
      "status", delivery.status(),
      "reason", owner.reason()
    };
  }
}
