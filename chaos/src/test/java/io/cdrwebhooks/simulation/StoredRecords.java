package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.InMemoryCdrTasks;
import io.cdrwebhooks.configuration.InMemoryWebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.lane.FirstReads;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.notice.InMemoryDigests;
import io.cdrwebhooks.report.InMemoryReportListing;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.statement.InMemoryStatements;
import io.cdrwebhooks.statistics.InMemoryStatistics;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.InterceptedCalls.Call;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryBulkJobs;
import io.cdrwebhooks.work.InMemoryDueIndex;
import io.cdrwebhooks.work.InMemoryReportWatches;
import io.cdrwebhooks.work.InMemoryWorkNotes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The product's in-memory stores, whose indexes follow the writes some milliseconds later, now and
/// then by up to [Lanes#INDEX_LAG]. They have what was written before the run.
final class StoredRecords {
  private static final double LATE_IN_INDEX = 0.005;
  private static final Set<String> WRITES = Set.of("record", "complete");

  private final Timeline time;
  private final Store store;
  private final boolean marksLanes;
  private final boolean checksLinks;
  private final InMemoryWebhookConfigurations configurations = new InMemoryWebhookConfigurations();
  private final InMemoryCdrTasks tasks = new InMemoryCdrTasks(configurations);
  private final InMemoryBulkJobs jobs = new InMemoryBulkJobs();
  private final InMemoryDigests digests = new InMemoryDigests();
  final InMemoryDeliveries deliveries = new InMemoryDeliveries(this::index);
  final InMemoryLanes lanes = new InMemoryLanes(deliveries, this::index);
  private final Map<Object, Instant> indexedAt = new HashMap<>();

  /// The time at which each report was first recorded.
  final Map<DeliveryId, Instant> recordedAt = new HashMap<>();

  StoredRecords(Timeline time, Store store, boolean marksLanes, boolean checksLinks) {
    this.time = time;
    this.store = store;
    this.checksLinks = checksLinks;
    this.marksLanes = marksLanes;
  }

  /// Returns the stores as the product's processes see them. The reports are missing, because their
  /// content does not matter. The due index has ended deliveries only if the scenario is about
  /// their checks: otherwise receivers soon follow their links, and the entries would only slow the
  /// run.
  DispatchStores remote() {
    InMemoryDeliveries ended = checksLinks ? deliveries : new InMemoryDeliveries();
    InMemoryDueIndex due = new InMemoryDueIndex(ended, jobs, lanes, digests);
    FirstReads firstReads = FirstReads.separately(configurations, deliveries, tasks);
    return new DispatchStores(
        store.remote(CdrTasks.class, tasks, Call::proceed),
        store.local(WebhookConfigurations.class, configurations, Call::proceed),
        store.local(Reports.class, null, _ -> new ReportLookup.Gone()),
        new InMemoryReportListing(),
        store.remote(Deliveries.class, deliveries, this::callDeliveries),
        store.remote(DueIndex.class, due, Call::proceed),
        store.remote(Lanes.class, lanes, this::callLanes),
        store.remote(FirstReads.class, firstReads, Call::proceed),
        jobs,
        store.remote(DownloadLinks.class, null, _ -> null),
        new InMemoryStatistics(),
        new InMemoryWorkNotes(),
        digests,
        new InMemoryStatements(),
        new InMemoryReportWatches());
  }

  void create(Receiver receiver) {
    SendLimits limits = receiver.customer.limits();
    var _ = configurations.create(Samples.configuration(receiver.id, "" + receiver.task, limits));
    var _ = tasks.save(Samples.task(receiver.task, Optional.of(receiver.id)), Optional.empty());
  }

  /// A delivery whose link was not followed, and whose check is due at `dueAt`.
  void addUnchecked(Report report, Instant dueAt) {
    var progress =
        new DeliveryProgress(
            DeliveryStatus.DELIVERED,
            "",
            AttemptNumber.NONE.next(),
            Optional.empty(),
            Optional.of(dueAt),
            Optional.empty());
    Delivery sent = Samples.delivery(report.version, report.receiver.id, report.arrivedAt);
    var _ = deliveries.record(Samples.with(sent, progress));
  }

  private void index(Object item, Runnable update) {
    long most = Lanes.INDEX_LAG.toMillis();
    long lag = time.chance(LATE_IN_INDEX) ? time.between(0, most) : time.between(5, 50);
    Instant at = time.now().plusMillis(time.now().equals(Timeline.START) ? 0 : lag);
    indexedAt.merge(item, at, (before, now) -> now.isAfter(before) ? now : before);
    time.at(indexedAt.get(item), update);
  }

  private Object callDeliveries(Call call) throws Throwable {
    if (WRITES.contains(call.method())) {
      Delivery delivery =
          switch (call.argument(0)) {
            case AttemptClaim claim -> deliveries.find(claim.delivery()).orElseThrow();
            case Object recorded -> (Delivery) recorded;
          };
      String lane = delivery.configurationId().orElseThrow().value();
      store.throttle("waiting " + lane, Store.WRITE / Lanes.SHARDS);
    }
    Object answer = call.proceed();
    if (call.method().equals("record")) {
      recordedAt.putIfAbsent(((Delivery) call.argument(0)).id(), time.now());
    }
    return answer;
  }

  private Object callLanes(Call call) throws Throwable {
    String lane =
        switch (call.argument(0)) {
          case DueWork.OfLane work -> work.configuration().value();
          case Lane held -> held.configuration().value();
          case Object id -> ((ConfigurationId) id).value();
        };
    switch (call.method()) {
      case "waiting" -> store.throttle("waiting " + lane, Store.READ);
      case "find" -> store.throttle("lane " + lane, Store.READ);
      default -> store.throttle("lane " + lane, Store.WRITE);
    }
    boolean isLost = !marksLanes && call.method().equals("wake");
    isLost =
        isLost && lanes.find((ConfigurationId) call.argument(0)).isHeld((Instant) call.argument(2));
    return isLost ? false : call.proceed();
  }
}
