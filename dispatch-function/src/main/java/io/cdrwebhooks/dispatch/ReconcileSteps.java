package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.delivery.BulkJob;
import io.cdrwebhooks.delivery.BulkJob.Position;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Goes through the bucket and takes up every report of the job's time that has no delivery.
///
/// A report is known when there is a delivery under its version's id. Without versions, any
/// delivery of the file since the upload will do.
final class ReconcileSteps {
  private static final int PAGE = 100;
  private static final Duration BETWEEN_PAGES = Duration.ofSeconds(1);

  /// How far the object store's clock may be ahead of ours.
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  private final ReportListing listing;
  private final Deliveries deliveries;
  private final ReportArrival arrival;
  private final EventLog log;

  ReconcileSteps(Dispatch.Stores stores, ReportArrival arrival, Surroundings surroundings) {
    this.listing = stores.listing();
    this.deliveries = stores.deliveries();
    this.arrival = arrival;
    this.log = surroundings.log();
  }

  BulkWork.Taken step(BulkJob.Task.Reconcile task, Position position) {
    ReportListing.Slice slice = listing.list(task.bucket(), position.cursor());
    int seen = 0;
    int taken = 0;
    for (Listed object : slice.objects()) {
      if (task.range().contains(object.uploadedAt())
          && ObjectKey.parse(object.key()) instanceof ReportKey key) {
        seen++;
        taken += isTakenUp(object, key) ? 1 : 0;
      }
    }
    if (slice.next().isPresent()) {
      return new BulkWork.Taken(
          position.onward(slice.next().get(), seen, taken), Optional.of(BETWEEN_PAGES));
    }
    return BulkWork.Taken.last(position.nextLane(seen, taken));
  }

  /// A border of its own: one object that cannot be read must not stand before all that come after
  /// it. The next reconciliation asks for it again.
  private boolean isTakenUp(Listed object, ReportKey key) {
    try {
      return !isKnown(object, key) && arrival.takeUp(asCreated(object), key);
    } catch (RuntimeException fault) {
      log.error("report.not-reconciled", fault, "key", key);
      return false;
    }
  }

  private boolean isKnown(Listed object, ReportKey key) {
    if (object.versionId().isEmpty()) {
      return wasDelivered(key, object.uploadedAt().minus(CLOCKS_APART));
    }
    ReportVersion version = new ReportVersion(object.bucket(), key, object.versionId());
    return deliveries.find(DeliveryId.of(version, sequencer(object))).isPresent();
  }

  /// Whether the file has a delivery since an instant, among its task's newest.
  private boolean wasDelivered(ReportKey key, Instant since) {
    DeliveryFilter newest = DeliveryFilter.of(key.taskId()).since(since);
    Optional<String> cursor = Optional.empty();
    do {
      Page<Delivery> page = deliveries.list(newest, cursor, PAGE);
      if (page.items().stream().anyMatch(delivery -> delivery.report().key().equals(key))) {
        return true;
      }
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return false;
  }

  private static ObjectCreated asCreated(Listed object) {
    return new ObjectCreated(
        object.bucket(), object.key(), object.sizeBytes(), object.versionId(), sequencer(object));
  }

  /// Without versions the time of the upload takes the place of the event's `sequencer`.
  private static String sequencer(Listed object) {
    return "uploaded " + object.uploadedAt();
  }
}
