package io.cdrwebhooks.configapi.tasks;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.TaskFilter;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.configuration.TaskTarget;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// Lets another caller be faster, once: right before the next save or deletion.
final class OvertakenTasks implements CdrTasks {
  private final CdrTasks stored;
  private Runnable faster = () -> {};

  OvertakenTasks(CdrTasks stored) {
    this.stored = stored;
  }

  void beforeWriting(Runnable otherCaller) {
    faster = otherCaller;
  }

  private void overtake() {
    Runnable once = faster;
    faster = () -> {};
    once.run();
  }

  @Override
  public Optional<CdrTask> find(TaskId taskId) {
    return stored.find(taskId);
  }

  @Override
  public TaskRoutings routings(TaskId taskId) {
    return stored.routings(taskId);
  }

  @Override
  public TaskTarget findTarget(TaskId taskId) {
    return stored.findTarget(taskId);
  }

  @Override
  public Page<CdrTask> list(TaskFilter filter, Optional<String> cursor, int limit) {
    return stored.list(filter, cursor, limit);
  }

  @Override
  public Saving save(CdrTask task, Optional<Revision> expected) {
    overtake();
    return stored.save(task, expected);
  }

  @Override
  public Deletion delete(TaskId taskId, Optional<Revision> expected, Instant now) {
    overtake();
    return stored.delete(taskId, expected, now);
  }
}
