package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.CdrTasks.Deletion;
import io.cdrwebhooks.configuration.CdrTasks.Saving;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Paging;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every store of CDR tasks.
public interface CdrTasksContract extends ConfigurationStores {
  Optional<Revision> NEW = Optional.empty();

  @Test
  default void newTaskIsFoundAsItWasSaved() {
    for (CdrTask task : List.of(Samples.task(), Samples.task(configuration()))) {
      assertThat(tasks().save(task, NEW)).isEqualTo(new Saving.Saved(task));
      assertThat(tasks().find(task.taskId())).contains(task);
    }
  }

  @Test
  default void largestTaskIdIsKeptExactly() {
    CdrTask task = Samples.task(new TaskId((1L << 53) - 1), Optional.empty());
    tasks().delete(task.taskId(), Optional.empty());
    assertThat(tasks().save(task, NEW)).isEqualTo(new Saving.Saved(task));
    assertThat(tasks().find(task.taskId())).contains(task);
    assertThat(Paging.all(2, tasks()::list)).contains(task);
  }

  @Test
  default void unknownIdFindsNothing() {
    TaskId unknown = Samples.taskId();
    assertThat(tasks().find(unknown)).isEmpty();
    assertThat(tasks().findWithConfiguration(unknown)).isEmpty();
  }

  @Test
  default void taskIsFoundWithItsCurrentConfiguration() {
    WebhookConfiguration first = configurations().find(configuration()).orElseThrow();
    WebhookConfiguration second = configurations().find(configuration()).orElseThrow();
    CdrTask task = saved(Samples.task(first.id()));
    assertFoundWith(task, Optional.of(first));
    assertFoundWith(task, Optional.of(first)); // an earlier read must not be answered again

    CdrTask toSecond = saved(Samples.using(task, Optional.of(second.id())), task.revision());
    assertFoundWith(toSecond, Optional.of(second));
    assertFoundWith(toSecond, Optional.of(second));

    WebhookConfiguration disabled = second.disabled("a reason", second.updatedAt());
    configurations().replace(disabled, second.revision());
    assertFoundWith(toSecond, Optional.of(disabled));

    CdrTask toNone = saved(Samples.using(toSecond, Optional.empty()), toSecond.revision());
    assertFoundWith(toNone, Optional.empty());
    tasks().delete(task.taskId(), Optional.empty());
    assertThat(tasks().findWithConfiguration(task.taskId())).isEmpty();
  }

  private void assertFoundWith(CdrTask task, Optional<WebhookConfiguration> configuration) {
    assertThat(tasks().findWithConfiguration(task.taskId()))
        .contains(new TaskTarget(task, configuration));
  }

  @Test
  default void storeSetsTheRevisionItself() {
    CdrTask task = Samples.task();
    CdrTask claiming =
        new CdrTask(task.taskId(), task.taskName(), Optional.empty(), new Revision(41));
    assertThat(tasks().save(claiming, NEW)).isEqualTo(new Saving.Saved(task));
    CdrTask second = new CdrTask(task.taskId(), task.taskName(), Optional.empty(), new Revision(2));
    assertThat(tasks().save(claiming, Optional.of(Revision.FIRST)))
        .isEqualTo(new Saving.Saved(second));
    assertThat(tasks().find(task.taskId())).contains(second);
  }

  @Test
  default void creatingWhatExistsIsRefused() {
    CdrTask task = saved(Samples.task());
    ConfigurationId configuration = configuration();
    assertThat(tasks().save(Samples.named(task, "Other"), NEW)).isEqualTo(new Saving.Changed());
    assertThat(tasks().save(Samples.using(task, Optional.of(configuration)), NEW))
        .isEqualTo(new Saving.Changed());
    assertThat(tasks().find(task.taskId())).contains(task);
  }

  @Test
  default void savingOverAnotherRevisionIsRefused() {
    CdrTask task = saved(Samples.task());
    Optional<Revision> other = Optional.of(new Revision(2));
    assertThat(tasks().save(Samples.named(task, "Other"), other)).isEqualTo(new Saving.Changed());
    assertThat(tasks().save(Samples.using(task, Optional.of(configuration())), other))
        .isEqualTo(new Saving.Changed());
    assertThat(tasks().find(task.taskId())).contains(task);
    CdrTask never = Samples.task();
    assertThat(tasks().save(never, Optional.of(Revision.FIRST))).isEqualTo(new Saving.Changed());
    assertThat(tasks().find(never.taskId())).isEmpty();
  }

  @Test
  default void taskMayChangeItsConfigurationAndDropIt() {
    ConfigurationId first = configuration();
    ConfigurationId second = configuration();
    CdrTask task = saved(Samples.task(first));
    CdrTask moved = saved(Samples.using(task, Optional.of(second)), task.revision());
    CdrTask renamed = saved(Samples.named(moved, Samples.unique("Renamed")), moved.revision());
    assertThat(renamed.webhookConfigurationId()).contains(second);
    CdrTask off = saved(Samples.using(renamed, Optional.empty()), renamed.revision());
    assertThat(tasks().find(task.taskId())).contains(off);
    assertThat(configurations().delete(first, Optional.empty()))
        .isEqualTo(new WebhookConfigurations.Deletion.Deleted());
    assertThat(configurations().delete(second, Optional.empty()))
        .isEqualTo(new WebhookConfigurations.Deletion.Deleted());
  }

  @Test
  default void unknownConfigurationIsRefusedAndChangesNothing() {
    Optional<ConfigurationId> unknown = Optional.of(Samples.configurationId());
    CdrTask never = Samples.using(Samples.task(), unknown);
    assertThat(tasks().save(never, NEW)).isEqualTo(new Saving.UnknownConfiguration());
    assertThat(tasks().find(never.taskId())).isEmpty();
    CdrTask task = saved(Samples.task(configuration()));
    assertThat(tasks().save(Samples.using(task, unknown), Optional.of(task.revision())))
        .isEqualTo(new Saving.UnknownConfiguration());
    assertThat(tasks().find(task.taskId())).contains(task);
    ConfigurationId deleted = configuration();
    configurations().delete(deleted, Optional.empty());
    assertThat(tasks().save(Samples.task(deleted), NEW))
        .isEqualTo(new Saving.UnknownConfiguration());
    saved(Samples.using(never, Optional.empty()));
  }

  @Test
  default void deletedTaskIsGoneAndMayBeCreatedAgain() {
    CdrTask task = saved(Samples.task(configuration()));
    assertThat(tasks().delete(task.taskId(), Optional.of(task.revision())))
        .isEqualTo(new Deletion.Deleted());
    assertThat(tasks().find(task.taskId())).isEmpty();
    assertThat(Paging.all(100, tasks()::list)).doesNotContain(task);
    assertThat(tasks().delete(task.taskId(), Optional.empty())).isEqualTo(new Deletion.NotFound());
    saved(task);
    assertThat(tasks().delete(task.taskId(), Optional.empty())).isEqualTo(new Deletion.Deleted());
  }

  @Test
  default void deletingAnotherRevisionIsRefused() {
    CdrTask task = saved(Samples.task());
    assertThat(tasks().delete(task.taskId(), Optional.of(new Revision(2))))
        .isEqualTo(new Deletion.Changed());
    assertThat(tasks().find(task.taskId())).contains(task);
    assertThat(tasks().delete(Samples.taskId(), Optional.of(Revision.FIRST)))
        .isEqualTo(new Deletion.NotFound());
  }

  @Test
  default void everyTaskIsListedOnceWithAnyLimit() {
    List<CdrTask> stored = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      stored.add(saved(Samples.task()));
    }
    for (int limit : new int[] {1, 2, 3, 7, 100}) {
      assertThat(Paging.all(limit, tasks()::list)).doesNotHaveDuplicates().containsAll(stored);
    }
  }

  @Test
  default void foreignCursorsAreRefused() {
    configuration();
    configuration();
    List<String> foreign = new ArrayList<>(Paging.GARBAGE);
    foreign.add(Paging.cursor(configurations()::list));
    for (String cursor : foreign) {
      assertThatThrownBy(() -> tasks().list(Optional.of(cursor), 10))
          .as("cursor %s", cursor)
          .isInstanceOf(InvalidCursorException.class);
    }
  }

  private CdrTask saved(CdrTask task) {
    assertThat(tasks().save(task, NEW)).isEqualTo(new Saving.Saved(task));
    return task;
  }

  private CdrTask saved(CdrTask task, Revision expected) {
    CdrTask next =
        new CdrTask(task.taskId(), task.taskName(), task.webhookConfigurationId(), expected.next());
    assertThat(tasks().save(task, Optional.of(expected))).isEqualTo(new Saving.Saved(next));
    assertThat(tasks().find(task.taskId())).contains(next);
    return next;
  }

  private ConfigurationId configuration() {
    WebhookConfiguration configuration = Samples.configuration();
    assertThat(configurations().create(configuration))
        .isEqualTo(new WebhookConfigurations.Saving.Saved());
    return configuration.id();
  }
}
