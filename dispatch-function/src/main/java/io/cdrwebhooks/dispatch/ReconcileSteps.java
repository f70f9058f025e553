package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// Reads the bucket and records every report that was uploaded in the job's time range and has no
/// delivery.
///
/// A report is known if there is a delivery under its version's id. Without versions, any delivery
/// of the file since the upload makes it known.
final class ReconcileSteps {
  private static final int PAGE = 100;

  /// The number of reports of a page that are checked in parallel.
  private static final int THREADS = 16;

  /// How far the object store's clock may be ahead of this function's.
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  /// Almost every report is recorded in this time after its upload.
  private static final Duration RECORDED_WITHIN = Duration.ofSeconds(10);

  /// How many times longer each further range is in which a late delivery is sought.
  private static final int LONGER = 4;

  private final ReportListing listing;
  private final Deliveries deliveries;
  private final ReportArrival arrival;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;

  ReconcileSteps(Dispatch.Stores stores, ReportArrival arrival, RuntimeInputs inputs) {
    this.listing = stores.listing();
    this.deliveries = stores.deliveries();
    this.arrival = arrival;
    this.clock = inputs.clock();
    this.log = inputs.log();
    this.metrics = inputs.metrics();
  }

  /// The result for one report of a page.
  private enum Look {
    TAKEN_UP,
    LEFT_ALONE,
    NOT_REACHED
  }

  /// Takes one page. If `deadline` cuts it short, the next step takes the same page again. The
  /// reports recorded so far then cost one read each.
  BulkWork.StepResult step(BulkJob.Task.Reconcile task, Position position, Instant deadline)
      throws InterruptedException {
    ReportListing.Slice slice = listing.list(task.bucket(), position.cursor());
    List<Callable<Look>> reports = new ArrayList<>();
    Map<Stretch, Set<ReportKey>> read = new ConcurrentHashMap<>();
    for (Listed object : slice.objects()) {
      if (task.range().contains(object.uploadedAt())
          && ObjectKey.parse(object.key()) instanceof ReportKey key) {
        reports.add(
            () -> clock.instant().isBefore(deadline) ? look(object, key, read) : Look.NOT_REACHED);
      }
    }
    List<Look> looks =
        Overlapped.all(
            reports, Executors.newFixedThreadPool(THREADS, Thread.ofVirtual().factory()));
    int taken = Collections.frequency(looks, Look.TAKEN_UP);
    if (looks.contains(Look.NOT_REACHED)) {
      return BulkWork.StepResult.withoutPause(position.samePage(taken));
    }
    if (slice.next().isPresent()) {
      return BulkWork.StepResult.withoutPause(
          position.onward(slice.next().get(), looks.size(), taken));
    }
    return BulkWork.StepResult.last(position.nextPartition(looks.size(), taken));
  }

  /// Catches and counts a fault of one report, so that the job goes on; the next reconciliation
  /// retries the report.
  private Look look(Listed object, ReportKey key, Map<Stretch, Set<ReportKey>> read) {
    try {
      return !isKnown(object, key, read) && arrival.recordMissed(asCreated(object), key)
          ? Look.TAKEN_UP
          : Look.LEFT_ALONE;
    } catch (RuntimeException fault) {
      log.error("report.not-reconciled", fault, "key", key);
      metrics.count(Metric.MESSAGES_FAILED);
      return Look.LEFT_ALONE;
    }
  }

  private boolean isKnown(Listed object, ReportKey key, Map<Stretch, Set<ReportKey>> read) {
    if (object.versionId().isEmpty()) {
      return wasDelivered(key, object.uploadedAt(), read);
    }
    ReportVersion version = new ReportVersion(object.bucket(), key, object.versionId());
    return deliveries.isRecorded(DeliveryId.of(version, sequencer(object)));
  }

  /// Returns whether the file has a delivery that was recorded after its upload.
  ///
  /// It looks first where the delivery most likely is: in the seconds after the upload. Each
  /// further range is longer. So the cost depends on how late the event was, and not on how many
  /// deliveries the task has had since. What it `read` first serves the other objects of the page:
  /// otherwise each object would cost as much as its task has reports in these seconds.
  private boolean wasDelivered(
      ReportKey key, Instant uploadedAt, Map<Stretch, Set<ReportKey>> read) {
    Instant latest = clock.instant().plus(CLOCKS_APART);
    Duration length = RECORDED_WITHIN;
    Instant until = uploadedAt.plus(length);
    boolean found =
        recorded(key, uploadedAt, read).contains(key)
            || isRecorded(key, uploadedAt.minus(CLOCKS_APART), uploadedAt);
    while (!found && !until.isAfter(latest)) {
      Instant from = until;
      length = length.multipliedBy(LONGER);
      until = from.plus(length);
      found = isRecorded(key, from, until);
    }
    return found;
  }

  /// The uploads of a task in [#RECORDED_WITHIN]; the number counts these times since 1970.
  private record Stretch(TaskId task, long number) {}

  /// Returns the keys of the task that were recorded in the seconds after the uploads of a stretch,
  /// which begins less than [#CLOCKS_APART] before `uploadedAt`.
  private Set<ReportKey> recorded(
      ReportKey key, Instant uploadedAt, Map<Stretch, Set<ReportKey>> read) {
    long length = RECORDED_WITHIN.toSeconds();
    Stretch stretch = new Stretch(key.taskId(), Math.floorDiv(uploadedAt.getEpochSecond(), length));
    return read.computeIfAbsent(
        stretch,
        _ -> {
          Instant from = Instant.ofEpochSecond(stretch.number() * length);
          Set<ReportKey> keys = new HashSet<>();
          boolean _ =
              anyRecorded(
                  DeliveryFilter.of(key.taskId())
                      .between(from, from.plus(RECORDED_WITHIN.multipliedBy(2))),
                  found -> {
                    keys.add(found);
                    return false;
                  });
          return keys;
        });
  }

  private boolean isRecorded(ReportKey key, Instant from, Instant until) {
    return anyRecorded(DeliveryFilter.of(key.taskId()).between(from, until), key::equals);
  }

  /// Returns whether one of these deliveries is of a `wanted` file; it reads no further then.
  private boolean anyRecorded(DeliveryFilter range, Predicate<ReportKey> wanted) {
    Optional<String> cursor = Optional.empty();
    do {
      Page<Delivery> page = deliveries.list(range, cursor, PAGE);
      if (page.items().stream().map(delivery -> delivery.report().key()).anyMatch(wanted)) {
        return true;
      }
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return false;
  }

  private static ObjectCreated asCreated(Listed object) {
    return new ObjectCreated(
        object.bucket(),
        object.key(),
        object.sizeBytes(),
        object.versionId(),
        sequencer(object),
        object.uploadedAt());
  }

  /// Returns the upload's time in place of the event's `sequencer`, for buckets without versions.
  private static String sequencer(Listed object) {
    return "uploaded " + object.uploadedAt();
  }
}
