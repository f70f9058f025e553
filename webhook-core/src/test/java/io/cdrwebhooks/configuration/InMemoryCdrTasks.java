package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;

/// The in-memory twin of the stored tasks, which shares a store with their configurations.
public final class InMemoryCdrTasks implements CdrTasks {
  private final InMemoryWebhookConfigurations stored;

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
  public Optional<TaskTarget> findWithConfiguration(TaskId taskId) {
    synchronized (stored) {
      return find(taskId)
          .map(task -> new TaskTarget(task, task.webhookConfigurationId().flatMap(stored::find)));
    }
  }

  @Override
  public Page<CdrTask> list(Optional<String> cursor, int limit) {
    synchronized (stored) {
      return InMemoryPages.page("tasks", List.copyOf(stored.tasks.values()), cursor, limit);
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
          new CdrTask(
              task.taskId(),
              task.taskName(),
              task.webhookConfigurationId(),
              current.map(Revision::next).orElse(Revision.FIRST));
      stored.tasks.put(task.taskId(), saved);
      return new Saving.Saved(saved);
    }
  }

  @Override
  public Deletion delete(TaskId taskId, Optional<Revision> expected) {
    synchronized (stored) {
      Optional<CdrTask> current = find(taskId);
      if (current.isEmpty()) {
        return new Deletion.NotFound();
      }
      if (expected.isPresent() && !current.get().revision().equals(expected.get())) {
        return new Deletion.Changed();
      }
      stored.tasks.remove(taskId);
      return new Deletion.Deleted();
    }
  }
}
