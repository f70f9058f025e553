package io.cdrwebhooks.work;

import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the watches.
public final class InMemoryReportWatches implements ReportWatches {
  private final Map<TaskId, ReportWatch> watches = new HashMap<>();

  @Override
  public synchronized void begin(TaskId task, Instant dueAt, Instant now) {
    ReportWatch begun = new ReportWatch(task, now, dueAt, Optional.empty(), Optional.empty());
    watches.put(
        task,
        find(task)
            .map(was -> begun.checked(was.lastReportAt(), was.overdueSince(), dueAt))
            .orElse(begun));
  }

  @Override
  public synchronized Optional<ReportWatch> find(TaskId task) {
    return Optional.ofNullable(watches.get(task));
  }

  @Override
  public synchronized boolean replace(ReportWatch seen, ReportWatch next) {
    if (!isSame(seen)) {
      return false;
    }
    watches.put(next.task(), next);
    return true;
  }

  @Override
  public synchronized void end(ReportWatch seen) {
    if (isSame(seen)) {
      watches.remove(seen.task());
    }
  }

  private boolean isSame(ReportWatch seen) {
    return find(seen.task()).filter(each -> each.dueAt().equals(seen.dueAt())).isPresent();
  }

  synchronized List<ReportWatch> all() {
    return List.copyOf(watches.values());
  }
}
