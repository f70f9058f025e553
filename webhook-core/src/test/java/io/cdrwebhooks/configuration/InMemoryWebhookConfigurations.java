package io.cdrwebhooks.configuration;

import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The in-memory twin of the stored configurations and their tasks; one lock excludes conflicting
/// writes.
public final class InMemoryWebhookConfigurations implements WebhookConfigurations {
  final Map<ConfigurationId, WebhookConfiguration> configurations = new LinkedHashMap<>();
  final Map<TaskId, CdrTask> tasks = new TreeMap<>((a, b) -> Long.compare(a.value(), b.value()));

  @Override
  public synchronized Optional<WebhookConfiguration> find(ConfigurationId id) {
    return Optional.ofNullable(configurations.get(id));
  }

  @Override
  public synchronized Page<WebhookConfiguration> list(
      ConfigurationFilter filter, Optional<String> cursor, int limit) {
    return InMemoryPages.page(
        filter.toString(),
        configurations.values(),
        configuration -> filter.key(ConfigurationFilter.Entry.of(configuration)),
        cursor,
        limit);
  }

  @Override
  public synchronized Saving create(WebhookConfiguration configuration) {
    if (nameIsTaken(configuration)) {
      return new Saving.NameTaken();
    }
    configurations.put(configuration.id(), configuration);
    return new Saving.Saved();
  }

  @Override
  public synchronized Saving replace(WebhookConfiguration configuration, Revision expected) {
    WebhookConfiguration current = configurations.get(configuration.id());
    if (current == null) {
      return new Saving.NotFound();
    }
    Optional<FailingStreak> streak = configuration.health().kept();
    if (!current.revision().equals(expected)
        || (streak.isPresent() && !streak.equals(current.health().failing()))) {
      return new Saving.Changed();
    }
    return create(configuration);
  }

  @Override
  public synchronized boolean recordStreak(
      WebhookConfiguration seen, Optional<FailingStreak> streak) {
    WebhookConfiguration current = configurations.get(seen.id());
    if (current == null
        || !current.revision().equals(seen.revision())
        || !current.health().failing().equals(seen.health().failing())) {
      return false;
    }
    configurations.put(seen.id(), current.with(current.health().with(streak)));
    return true;
  }

  @Override
  public synchronized Deletion delete(ConfigurationId id, Optional<Revision> expected) {
    WebhookConfiguration current = configurations.get(id);
    if (current == null) {
      return new Deletion.NotFound();
    }
    if (expected.isPresent() && !current.revision().equals(expected.get())) {
      return new Deletion.Changed();
    }
    List<TaskId> users =
        tasks.values().stream()
            .filter(task -> task.webhookConfigurationId().equals(Optional.of(id)))
            .map(CdrTask::taskId)
            .limit(100)
            .toList();
    if (!users.isEmpty()) {
      return new Deletion.InUse(users);
    }
    configurations.remove(id);
    return new Deletion.Deleted();
  }

  private boolean nameIsTaken(WebhookConfiguration wanted) {
    String name = WebhookConfiguration.uniqueForm(wanted.name());
    return configurations.values().stream()
        .filter(other -> !other.id().equals(wanted.id()))
        .anyMatch(other -> WebhookConfiguration.uniqueForm(other.name()).equals(name));
  }
}
