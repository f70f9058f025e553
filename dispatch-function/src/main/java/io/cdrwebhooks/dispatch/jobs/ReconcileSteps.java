package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.arrival.MissedReports;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Reads the bucket and records every report that was uploaded in the job's time range and has no
/// delivery.
///
/// A report is known if there is a delivery under its version's id. Without versions, any delivery
/// of the file since the upload makes it known.
record ReconcileSteps(DispatchStores stores, MissedReports missed, RuntimeInputs inputs) {
  private static final int PAGE = 100;

  /// The number of reports of a page that are checked in parallel.
  private static final int THREADS = 16;

  /// The most by which the object store's clock may be ahead of this function's clock.
  private static final Duration STORE_CLOCK_AHEAD = Duration.ofMinutes(1);

  /// The time after its upload within which almost every report is recorded.
  private static final Duration RECORDED_WITHIN = Duration.ofSeconds(10);

  /// The factor by which the search range for a late delivery grows.
  private static final int GROWTH = 8;

  /// The range from which on parts are read concurrently, because a longer range may contain as
  /// many deliveries as a task has in a day.
  private static final Duration LONG_RANGE = Duration.ofHours(1);

  /// The result of checking one report of a page.
  private enum Check {
    RECORDED,
    SKIPPED,
    OUT_OF_TIME
  }

  /// Checks one page. If `deadline` cuts it short, the next step checks the same page again. The
  /// reports recorded so far then cost one read each.
  StepResult step(BulkJob.Task.Reconcile task, Position position, Instant deadline)
      throws InterruptedException {
    ReportListing.Slice page = stores.listing().list(task.bucket(), position.cursor());
    List<Callable<Check>> reports = new ArrayList<>();
    RecordedFiles recorded = new RecordedFiles(page.objects());
    for (Listed object : page.objects()) {
      if (task.range().contains(object.uploadedAt())
          && ObjectKey.parse(object.key()) instanceof ReportKey key) {
        reports.add(
            () ->
                inputs.clock().instant().isBefore(deadline)
                    ? check(object, key, recorded)
                    : Check.OUT_OF_TIME);
      }
    }
    List<Check> checks =
        Overlapped.all(
            reports, Executors.newFixedThreadPool(THREADS, Thread.ofVirtual().factory()));
    int taken = Collections.frequency(checks, Check.RECORDED);
    if (checks.contains(Check.OUT_OF_TIME)) {
      return StepResult.withoutPause(position.samePage(taken));
    }
    if (page.next().isPresent()) {
      return StepResult.withoutPause(position.onward(page.next().get(), checks.size(), taken));
    }
    return StepResult.last(position.nextPartition(checks.size(), taken));
  }

  /// Checks one report. It catches and counts a fault, so that the job continues; the next
  /// reconciliation retries the report.
  private Check check(Listed object, ReportKey key, RecordedFiles recorded) {
    try {
      return !isKnown(object, key, recorded) && missed.record(asCreated(object), key)
          ? Check.RECORDED
          : Check.SKIPPED;
    } catch (RuntimeException fault) {
      inputs.log().error("report.not-reconciled", fault, "key", key);
      inputs.metrics().count(Metric.MESSAGES_FAILED);
      return Check.SKIPPED;
    }
  }

  private boolean isKnown(Listed object, ReportKey key, RecordedFiles recorded) {
    if (object.versionId().isEmpty()) {
      return recorded.contain(key, object.uploadedAt());
    }
    ReportVersion version = new ReportVersion(object.bucket(), key, object.versionId());
    return stores
        .deliveries()
        .findEventually(DeliveryId.of(version, sequencer(object)))
        .isPresent();
  }

  /// Finds out whether files without versions were recorded after their uploads.
  ///
  /// It first reads the seconds after the upload, where the delivery most likely is. Each further
  /// range is longer, so the cost depends on the delay of the event, and not on the number of the
  /// task's deliveries since. All files of a page share the ranges that were read: otherwise each
  /// missing file would cost as much as all of its task's deliveries.
  private final class RecordedFiles {
    private final Set<String> wanted;
    private final Map<TimeSlice, Map<ReportKey, Instant>> read = new ConcurrentHashMap<>();

    RecordedFiles(List<Listed> page) {
      this.wanted = page.stream().map(Listed::key).collect(Collectors.toUnmodifiableSet());
    }

    boolean contain(ReportKey key, Instant uploadedAt) {
      Instant now = inputs.clock().instant();
      Instant earliest = uploadedAt.minus(STORE_CLOCK_AHEAD);
      Duration length = RECORDED_WITHIN;
      TimeSlice slice = TimeSlice.from(key.taskId(), uploadedAt, length);
      while (!wasRecorded(key, earliest, slice)
          && slice.end().isBefore(now.plus(STORE_CLOCK_AHEAD))) {
        length = length.multipliedBy(GROWTH);
        slice = TimeSlice.from(key.taskId(), earliest, length);
      }
      return wasRecorded(key, earliest, slice);
    }

    private boolean wasRecorded(ReportKey key, Instant earliest, TimeSlice slice) {
      return Optional.ofNullable(read.computeIfAbsent(slice, this::recorded).get(key))
          .filter(at -> !at.isBefore(earliest))
          .isPresent();
    }

    /// Returns when each wanted file was last recorded within a slice.
    private Map<ReportKey, Instant> recorded(TimeSlice slice) {
      Map<ReportKey, Instant> found = new ConcurrentHashMap<>();
      Instant end = Instants.earlier(slice.end(), inputs.clock().instant().plus(STORE_CLOCK_AHEAD));
      Duration whole = Duration.between(slice.start(), slice.end());
      Duration part = whole.dividedBy(whole.compareTo(LONG_RANGE) < 0 ? 1 : THREADS);
      List<Callable<Boolean>> parts = new ArrayList<>();
      for (Instant from = slice.start(); from.isBefore(end); from = from.plus(part)) {
        TimeRange range = new TimeRange(from, Instants.earlier(from.plus(part), end));
        parts.add(() -> read(slice.task(), range, found));
      }
      try {
        var _ = Overlapped.all(parts);
        return found;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CompletionException(e);
      }
    }

    private boolean read(TaskId task, TimeRange range, Map<ReportKey, Instant> found) {
      DeliveryFilter filter =
          DeliveryFilter.ALL.ofTask(task).since(range.from()).before(range.to());
      Optional<String> cursor = Optional.empty();
      do {
        Page<Delivery> page = stores.deliveries().list(filter, cursor, PAGE);
        for (Delivery delivery : page.items()) {
          if (wanted.contains(delivery.report().key().text())) {
            found.merge(delivery.report().key(), delivery.createdAt(), Instants::later);
          }
        }
        cursor = page.nextCursor();
      } while (cursor.isPresent());
      return true;
    }
  }

  /// A period of a task: two `length`s long, and aligned to multiples of `length` since 1970.
  private record TimeSlice(TaskId task, Duration length, long number) {
    /// Returns the slice that contains the `length` after `earliest`.
    static TimeSlice from(TaskId task, Instant earliest, Duration length) {
      return new TimeSlice(
          task, length, Math.floorDiv(earliest.getEpochSecond(), length.toSeconds()));
    }

    Instant start() {
      return Instant.ofEpochSecond(number * length.toSeconds());
    }

    Instant end() {
      return start().plus(length).plus(length);
    }
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

  /// Returns the upload's time, which replaces the event's `sequencer` in buckets without versions.
  private static String sequencer(Listed object) {
    return "uploaded " + object.uploadedAt();
  }
}
