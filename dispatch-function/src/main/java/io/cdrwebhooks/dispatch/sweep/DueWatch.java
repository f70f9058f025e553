package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.time.Durations;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.ReportWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Handles the due watch of a task: finds the task's newest report, sends a notice if a report is
/// missing, and another notice once it has arrived.
///
/// Arrivals write nothing for this, however many there are: DueWatch reads the newest deliveries of
/// the task when the next report is expected. It sends the notice before it stores the watch, so
/// the notice is sent at least once.
public record DueWatch(
    DispatchStores stores, Notices notices, ReceiverNotices receiverNotices, RuntimeInputs inputs) {
  /// The number of deliveries in one read.
  private static final int PAGE = 10;

  /// The most pages that it reads, because the newest delivery may be a redelivery of an older
  /// report.
  private static final int MAX_PAGES = 10;

  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  public void handle(TaskId id) {
    Instant now = inputs.now();
    Optional<ReportWatch> due =
        stores
            .watches()
            .find(id)
            .filter(watch -> !watch.dueAt().isAfter(now.plus(Lanes.CLOCKS_APART)));
    if (due.isEmpty()) {
      return;
    }
    Optional<CdrTask> task = stores.tasks().find(id);
    Optional<ReportRhythm> rhythm = task.flatMap(found -> found.options().rhythm());
    if (rhythm.isPresent()) {
      look(due.get(), task.get(), rhythm.get(), now);
    } else {
      stores.watches().end(due.get());
    }
  }

  private void look(ReportWatch watch, CdrTask task, ReportRhythm rhythm, Instant now) {
    Instant known = watch.lastReportAt().orElse(Instant.EPOCH);
    Optional<Delivery> last =
        lastReport(task.taskId(), now.minus(rhythm.every()).minus(rhythm.grace()), known);
    boolean hasNew = last.filter(each -> each.uploadedAt().isAfter(known)).isPresent();
    Optional<Instant> uploadedAt = hasNew ? last.map(Delivery::uploadedAt) : watch.lastReportAt();
    Instant base = Instants.later(uploadedAt.orElse(watch.since()), watch.since());
    Instant overdueAfter = rhythm.overdueAfter(base);
    boolean isOverdue = !now.isBefore(overdueAfter);
    Instant expected = rhythm.nextAfter(base);
    if (isOverdue && (hasNew || watch.overdueSince().isEmpty())) {
      notifyOfAbsence(task, last, expected);
    } else if (!isOverdue && hasNew) {
      watch
          .overdueSince()
          .ifPresent(since -> notifyOfArrival(task, last, since, since.plus(rhythm.grace())));
    }
    ReportWatch next =
        isOverdue
            ? watch.checked(uploadedAt, Optional.of(expected), now.plus(pause(rhythm)))
            : watch.checked(uploadedAt, Optional.empty(), overdueAfter);
    // The store refuses this if another worker has checked the watch meanwhile, which is enough.
    boolean _ = stores.watches().replace(watch, next);
  }

  /// Returns the report that was uploaded last. It reads on until it finds one that was uploaded
  /// after `wanted`, or deliveries that are older than the `known` upload.
  private Optional<Delivery> lastReport(TaskId task, Instant wanted, Instant known) {
    Optional<Delivery> last = Optional.empty();
    Optional<String> cursor = Optional.empty();
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      Page<Delivery> page = stores.deliveries().list(DeliveryFilter.ALL.ofTask(task), cursor, PAGE);
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
    return Durations.shorter(tenth, LONGEST_PAUSE);
  }

  private void notifyOfAbsence(CdrTask task, Optional<Delivery> last, Instant expected) {
    last.ifPresent(found -> receiverNotices.ofOverdueReport(task, found, expected, inputs.now()));
    inputs.log().warn("report.overdue", "taskId", task.taskId(), "expectedAt", expected);
    Optional<ConfigurationId> configuration = task.webhookConfigurationId();
    if (configuration.isPresent() && last.isPresent()) {
      send(
          new Notice.ReportOverdue(
              configuration.get(),
              task.taskId(),
              task.taskName(),
              last.get().id(),
              last.get().uploadedAt(),
              expected));
    }
  }

  private void notifyOfArrival(
      CdrTask task, Optional<Delivery> last, Instant expected, Instant overdue) {
    inputs.log().info("report.arrived-late", "taskId", task.taskId(), "expectedAt", expected);
    Optional<ConfigurationId> configuration = task.webhookConfigurationId();
    if (configuration.isPresent() && last.isPresent()) {
      send(
          new Notice.ReportArrivedLate(
              configuration.get(),
              task.taskId(),
              task.taskName(),
              last.get().id(),
              last.get().uploadedAt(),
              expected,
              overdue));
    }
  }

  private void send(Notice.OfConfiguration notice) {
    notices.send(notice);
    stores.digests().add(notice, inputs.now());
  }
}
