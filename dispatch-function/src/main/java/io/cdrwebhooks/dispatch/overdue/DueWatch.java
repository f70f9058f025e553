package io.cdrwebhooks.dispatch.overdue;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.work.ReportWatch;
import io.cdrwebhooks.work.ReportWatches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Handles the watch over a task that is due: finds the task's newest report, and sends a notice
/// when one is missing, and another when it has arrived.
///
/// Arrivals write nothing for this, however many there are: DueWatch reads the newest deliveries of
/// the task when the next report is expected. It sends the notice before it stores the watch, so
/// the notice is sent at least once.
public final class DueWatch {
  /// How many of the newest deliveries are read at once, and how many pages at most. A redelivery
  /// under a new id is a newer delivery of an older report.
  private static final int NEWEST = 10;

  private static final int MAX_PAGES = 10;

  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final ReportWatches watches;
  private final CdrTasks tasks;
  private final Deliveries deliveries;
  private final Digests digests;
  private final Notices notices;
  private final ReceiverNotices receiverNotices;
  private final InstantSource clock;
  private final EventLog log;

  /// The stores that the watch reads and writes.
  public record Stores(
      ReportWatches watches, CdrTasks tasks, Deliveries deliveries, Digests digests) {}

  /// The senders of notices: to operators, and to receivers.
  public record Senders(Notices operators, ReceiverNotices receivers) {}

  /// `clock` gives whole milliseconds.
  public DueWatch(Stores stores, Senders senders, InstantSource clock, EventLog log) {
    this.watches = stores.watches();
    this.tasks = stores.tasks();
    this.deliveries = stores.deliveries();
    this.digests = stores.digests();
    this.notices = senders.operators();
    this.receiverNotices = senders.receivers();
    this.clock = clock;
    this.log = log;
  }

  public void handle(TaskId id) {
    Instant now = clock.instant();
    Optional<ReportWatch> due =
        watches.find(id).filter(watch -> !watch.dueAt().isAfter(now.plus(Lanes.CLOCKS_APART)));
    if (due.isEmpty()) {
      return;
    }
    Optional<CdrTask> task = tasks.find(id);
    Optional<ReportRhythm> rhythm = task.flatMap(CdrTask::rhythm);
    if (rhythm.isPresent()) {
      look(due.get(), task.get(), rhythm.get(), now);
    } else {
      watches.end(due.get());
    }
  }

  private void look(ReportWatch watch, CdrTask task, ReportRhythm rhythm, Instant now) {
    Instant known = watch.lastReportAt().orElse(Instant.EPOCH);
    Optional<Delivery> last =
        lastReport(task.taskId(), now.minus(rhythm.every()).minus(rhythm.grace()), known);
    Optional<Instant> found = last.map(Delivery::uploadedAt).filter(known::isBefore);
    boolean isNew = found.isPresent();
    Optional<Instant> uploadedAt = found.or(watch::lastReportAt);
    Instant base = uploadedAt.filter(watch.since()::isBefore).orElse(watch.since());
    Instant overdueAfter = rhythm.overdueAfter(base);
    if (now.isBefore(overdueAfter)) {
      if (isNew) {
        watch
            .overdueSince()
            .ifPresent(at -> notifyOfArrival(task, last, at, at.plus(rhythm.grace())));
      }
      boolean _ = watches.replace(watch, watch.looked(uploadedAt, Optional.empty(), overdueAfter));
      return;
    }
    Instant expected = rhythm.nextAfter(base);
    if (watch.overdueSince().isEmpty() || isNew) {
      notifyOfAbsence(task, last, expected);
    }
    Instant next = now.plus(pause(rhythm));
    boolean _ = watches.replace(watch, watch.looked(uploadedAt, Optional.of(expected), next));
  }

  /// Returns the report that was uploaded last. It reads on until it finds one that was uploaded
  /// after `wanted`, or deliveries that are older than the `known` upload.
  private Optional<Delivery> lastReport(TaskId task, Instant wanted, Instant known) {
    Optional<Delivery> last = Optional.empty();
    Optional<String> cursor = Optional.empty();
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      Page<Delivery> page = deliveries.list(DeliveryFilter.of(task), cursor, NEWEST);
      last =
          Stream.concat(last.stream(), page.items().stream())
              .max(Comparator.comparing(Delivery::uploadedAt));
      cursor = page.nextCursor();
      boolean isFound = last.filter(each -> each.uploadedAt().isAfter(wanted)).isPresent();
      boolean isPast =
          !page.items().isEmpty() && page.items().getLast().createdAt().isBefore(known);
      if (isFound || isPast || cursor.isEmpty()) {
        return last;
      }
    }
    return last;
  }

  /// Returns the pause before the next check for a missing report.
  private static Duration pause(ReportRhythm rhythm) {
    Duration tenth = rhythm.every().dividedBy(10);
    if (tenth.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return tenth.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : tenth;
  }

  private void notifyOfAbsence(CdrTask task, Optional<Delivery> last, Instant expected) {
    last.ifPresent(
        found -> receiverNotices.ofOverdueReport(task, found, expected, clock.instant()));
    log.warn("report.overdue", "taskId", task.taskId(), "expectedAt", expected);
    task.webhookConfigurationId()
        .flatMap(
            to ->
                last.map(
                    found ->
                        new Notice.ReportOverdue(
                            to,
                            task.taskId(),
                            task.taskName(),
                            found.id(),
                            found.uploadedAt(),
                            expected)))
        .ifPresent(this::send);
  }

  private void notifyOfArrival(
      CdrTask task, Optional<Delivery> last, Instant expected, Instant overdue) {
    log.info("report.arrived-late", "taskId", task.taskId(), "expectedAt", expected);
    Optional<ConfigurationId> configuration = task.webhookConfigurationId();
    configuration
        .flatMap(
            to ->
                last.map(
                    found ->
                        new Notice.ReportArrivedLate(
                            to,
                            task.taskId(),
                            task.taskName(),
                            found.id(),
                            found.uploadedAt(),
                            expected,
                            overdue)))
        .ifPresent(this::send);
  }

  private void send(Notice.OfConfiguration notice) {
    notices.send(notice);
    digests.add(notice, clock.instant());
  }
}
