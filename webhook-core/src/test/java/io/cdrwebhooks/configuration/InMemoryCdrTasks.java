package io.cdrwebhooks.configuration;

import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the stored tasks, which shares a store with their configurations.
public final class InMemoryCdrTasks implements CdrTasks {
  private final InMemoryWebhookConfigurations stored;
  private final Map<TaskId, Deleted> deleted = new HashMap<>();

  /// The parts of a deleted task that the store keeps.
  private record Deleted(TaskRoutings routings, Revision revision) {}

  public InMemoryCdrTasks(InMemoryWebhookConfigurations stored) {
    this.stored = stored;
  }

  @Override
  public Optional<CdrTask> find(TaskId taskId) {
    synchronized (stored) {
      return Optional.ofNullable(stored.tasks.get(taskId));
    }
  }

  @Override
  public TaskRoutings routings(TaskId taskId) {
    synchronized (stored) {
      return find(taskId)
          .map(CdrTask::routings)
          .or(() -> Optional.ofNullable(deleted.get(taskId)).map(Deleted::routings))
          .orElse(TaskRoutings.NONE);
    }
  }

  @Override
  public TaskTarget findTarget(TaskId taskId) {
    synchronized (stored) {
      TaskRoutings routings = routings(taskId);
      return new TaskTarget(
          routings,
          routings.configuration().flatMap(stored::find),
          find(taskId).filter(task -> task.options().numbered()).isPresent());
    }
  }

  @Override
  public Page<CdrTask> list(TaskFilter filter, Optional<String> cursor, int limit) {
    synchronized (stored) {
      return InMemoryPages.page(
          filter.toString(),
          stored.tasks.values(),
          task -> filter.key(TaskFilter.Entry.of(task)),
          cursor,
          limit);
    }
  }

  @Override
  public Saving save(CdrTask task, Optional<Revision> expected) {
    synchronized (stored) {
      Optional<Revision> current = find(task.taskId()).map(CdrTask::revision);
      if (!current.equals(expected)) {
        return new Saving.Changed();
      }
      if (task.webhookConfigurationId().isPresent()
          && stored.find(task.webhookConfigurationId().get()).isEmpty()) {
        return new Saving.UnknownConfiguration();
      }
      CdrTask saved =
          task.after(
              routings(task.taskId()),
              current.or(
                  () -> Optional.ofNullable(deleted.get(task.taskId())).map(Deleted::revision)));
      deleted.remove(task.taskId());
      stored.tasks.put(task.taskId(), saved);
      return new Saving.Saved(saved);
    }
  }

  @Override
  public Deletion delete(TaskId taskId, Optional<Revision> expected, Instant now) {
    synchronized (stored) {
      Optional<CdrTask> current = find(taskId);
      if (current.isEmpty()) {
        return new Deletion.NotFound();
      }
      if (expected.isPresent() && !current.get().revision().equals(expected.get())) {
        return new Deletion.Changed();
      }
      stored.tasks.remove(taskId);
      deleted.put(
          taskId,
          new Deleted(
              current.get().routings().then(new Routing.NoTask(), now),
              current.get().revision().next()));
      return new Deletion.Deleted();
    }
  }
}
