package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.CdrTasks.Deletion;
import io.cdrwebhooks.configuration.CdrTasks.Saving;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.testing.Paging;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every store of CDR tasks.
public interface CdrTasksContract extends ConfigurationStores {
  Optional<Revision> NEW = Optional.empty();
  Instant LATER = Samples.NOW.plusSeconds(60);

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
    tasks().delete(task.taskId(), Optional.empty(), LATER);
    assertThat(tasks().save(task, NEW)).isEqualTo(new Saving.Saved(task));
    assertThat(tasks().find(task.taskId())).contains(task);
    assertThat(Paging.all(2, this::listTasks)).contains(task);
  }

  @Test
  default void unknownIdFindsNothing() {
    TaskId unknown = Samples.taskId();
    assertThat(tasks().find(unknown)).isEmpty();
    assertThat(tasks().routings(unknown)).isEqualTo(TaskRoutings.NONE);
    assertThat(tasks().findTarget(unknown))
        .isEqualTo(new TaskTarget(TaskRoutings.NONE, Optional.empty(), false));
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
    tasks().delete(task.taskId(), Optional.empty(), LATER);
    assertThat(tasks().findTarget(task.taskId()))
        .isEqualTo(
            new TaskTarget(
                toNone.routings().then(new Routing.NoTask(), LATER), Optional.empty(), false));
  }

  private void assertFoundWith(CdrTask task, Optional<WebhookConfiguration> configuration) {
    assertThat(tasks().findTarget(task.taskId()))
        .isEqualTo(new TaskTarget(task.routings(), configuration, task.options().numbered()));
  }

  @Test
  default void numberedTaskIsFoundAsOne() {
    CdrTask task = Samples.task().withOptions(new TaskOptions(true, Optional.empty()));
    assertThat(tasks().save(task, NEW)).isEqualTo(new Saving.Saved(task));
    assertThat(tasks().find(task.taskId())).contains(task);
    assertFoundWith(task, Optional.empty());

    CdrTask off = saved(task.withOptions(TaskOptions.NONE), Revision.FIRST);
    assertFoundWith(off, Optional.empty());
  }

  @Test
  default void storeSetsTheRevisionItself() {
    CdrTask task = Samples.task();
    CdrTask claiming =
        new CdrTask(
            task.taskId(), task.taskName(), task.routings(), task.options(), new Revision(41));
    assertThat(tasks().save(claiming, NEW)).isEqualTo(new Saving.Saved(task));
    CdrTask second =
        new CdrTask(
            task.taskId(), task.taskName(), task.routings(), task.options(), new Revision(2));
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
    saved(Samples.task(never.taskId(), Optional.empty()));
  }

  @Test
  default void deletedTaskIsGoneAndMayBeCreatedAgain() {
    CdrTask task = saved(Samples.task(configuration()));
    assertThat(tasks().delete(task.taskId(), Optional.of(task.revision()), LATER))
        .isEqualTo(new Deletion.Deleted());
    assertThat(tasks().find(task.taskId())).isEmpty();
    assertThat(Paging.all(100, this::listTasks)).doesNotContain(task);
    assertThat(tasks().delete(task.taskId(), Optional.empty(), LATER))
        .isEqualTo(new Deletion.NotFound());

    CdrTask again = CdrTask.of(task.taskId(), "Again", Optional.empty(), LATER.plusSeconds(1));
    CdrTask stored =
        new CdrTask(
            task.taskId(),
            "Again",
            task.routings()
                .then(new Routing.NoTask(), LATER)
                .then(new Routing.Off(), LATER.plusSeconds(1)),
            TaskOptions.NONE,
            new Revision(3));
    assertThat(tasks().save(again, NEW)).isEqualTo(new Saving.Saved(stored));
    assertThat(tasks().find(task.taskId())).contains(stored);
    assertThat(tasks().routings(task.taskId())).isEqualTo(stored.routings());
    assertThat(tasks().save(again, Optional.of(task.revision()))).isEqualTo(new Saving.Changed());
    assertThat(tasks().delete(task.taskId(), Optional.empty(), LATER))
        .isEqualTo(new Deletion.Deleted());
  }

  /// A saved task has only its present routing; the store keeps the earlier ones.
  @Test
  default void everyRoutingIsKeptWithItsBeginning() {
    ConfigurationId first = configuration();
    ConfigurationId second = configuration();
    CdrTask task = saved(CdrTask.of(Samples.taskId(), "Task", Optional.of(first), at(0)));
    savedOver(CdrTask.of(task.taskId(), "Renamed", Optional.of(first), at(10)), 1);
    savedOver(CdrTask.of(task.taskId(), "Renamed", Optional.of(second), at(20)), 2);
    CdrTask last = savedOver(CdrTask.of(task.taskId(), "Off", Optional.empty(), at(30)), 3);

    assertThat(last.routings())
        .as("a new name begins no routing")
        .isEqualTo(
            TaskRoutings.NONE
                .then(new Routing.To(first), at(0))
                .then(new Routing.To(second), at(20))
                .then(new Routing.Off(), at(30)));
    assertThat(last.webhookSince()).isEqualTo(at(30));
    assertThat(Paging.all(100, this::listTasks)).contains(last);
    assertThat(tasks().routings(task.taskId())).isEqualTo(last.routings());
  }

  private static Instant at(int seconds) {
    return Samples.NOW.plusSeconds(seconds);
  }

  private CdrTask savedOver(CdrTask task, long revision) {
    assertThat(tasks().save(task, Optional.of(new Revision(revision))))
        .isInstanceOf(Saving.Saved.class);
    return tasks().find(task.taskId()).orElseThrow();
  }

  @Test
  default void deletingAnotherRevisionIsRefused() {
    CdrTask task = saved(Samples.task());
    assertThat(tasks().delete(task.taskId(), Optional.of(new Revision(2)), LATER))
        .isEqualTo(new Deletion.Changed());
    assertThat(tasks().find(task.taskId())).contains(task);
    assertThat(tasks().delete(Samples.taskId(), Optional.of(Revision.FIRST), LATER))
        .isEqualTo(new Deletion.NotFound());
  }

  @Test
  default void everyTaskIsListedOnceWithAnyLimit() {
    List<CdrTask> stored = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      stored.add(saved(Samples.task()));
    }
    for (int limit : new int[] {1, 2, 3, 7, 100}) {
      assertThat(Paging.all(limit, this::listTasks)).doesNotHaveDuplicates().containsAll(stored);
    }
  }

  @Test
  default void tasksAreListedByNumberOrByName() {
    String mark = Samples.unique("order");
    CdrTask second = saved(named("B " + mark));
    CdrTask first = saved(named("a " + mark));
    CdrTask third = saved(named("c " + mark));

    assertThat(found(named(mark, TaskFilter.Order.NUMBER))).containsExactly(second, first, third);
    assertThat(found(named(mark, TaskFilter.Order.NAME))).containsExactly(first, second, third);
  }

  @Test
  default void taskIsFoundByItsNumberFirst() {
    CdrTask wanted = saved(Samples.task());
    String number = wanted.taskId().toString();
    CdrTask longer = saved(task(Long.parseLong(number + "0"), "Longer"));
    CdrTask mentioned = saved(named(number + " calls"));
    CdrTask within = saved(named("Calls of " + number));

    // Names of other tests have digits, too.
    assertThat(found(named(number, TaskFilter.Order.NUMBER)))
        .filteredOn(List.of(wanted, longer, mentioned, within)::contains)
        .containsExactly(wanted, longer, mentioned, within);
  }

  @Test
  default void renamedAndDeletedTasksAreFoundAsTheyAre() {
    String was = Samples.unique("was");
    String is = Samples.unique("is");
    CdrTask task = saved(named(was));
    assertThat(found(named(was, TaskFilter.Order.NAME))).containsExactly(task);

    CdrTask renamed = savedOver(CdrTask.of(task.taskId(), is, Optional.empty(), at(0)), 1);
    assertThat(found(named(was, TaskFilter.Order.NAME))).isEmpty();
    assertThat(found(named(is.toUpperCase(Locale.ROOT), TaskFilter.Order.NAME)))
        .containsExactly(renamed);

    tasks().delete(task.taskId(), Optional.empty(), LATER);
    assertThat(found(named(is, TaskFilter.Order.NAME))).isEmpty();
  }

  @Test
  default void pagingGoesOnWhereItWasWhileTasksComeAndGo() {
    String mark = Samples.unique("paged");
    List<CdrTask> stored = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      stored.add(saved(named(mark + " " + i)));
    }
    TaskFilter filter = named(mark, TaskFilter.Order.NAME);
    Page<CdrTask> first = tasks().list(filter, Optional.empty(), 3);
    tasks().delete(stored.get(2).taskId(), Optional.empty(), LATER);
    saved(named(mark + " 0 too"));

    assertThat(tasks().list(filter, first.nextCursor(), 3).items())
        .containsExactlyElementsOf(stored.subList(3, 6));
  }

  private List<CdrTask> found(TaskFilter filter) {
    return Paging.all(2, (cursor, limit) -> tasks().list(filter, cursor, limit));
  }

  private static TaskFilter named(String text, TaskFilter.Order order) {
    return new TaskFilter(Optional.of(text), order);
  }

  private static CdrTask named(String name) {
    return task(Samples.taskId().value(), name);
  }

  private static CdrTask task(long number, String name) {
    return CdrTask.of(new TaskId(number), name, Optional.empty(), Samples.NOW);
  }

  @Test
  default void foreignCursorsAreRefused() {
    configuration();
    configuration();
    List<String> foreign = new ArrayList<>(Paging.GARBAGE);
    foreign.add(Paging.cursor(this::listConfigurations));
    TaskFilter byName = new TaskFilter(Optional.empty(), TaskFilter.Order.NAME);
    saved(Samples.task());
    saved(Samples.task());
    foreign.add(Paging.cursor((cursor, limit) -> tasks().list(byName, cursor, limit)));
    for (String cursor : foreign) {
      assertThatThrownBy(() -> listTasks(Optional.of(cursor), 10))
          .as("cursor %s", cursor)
          .isInstanceOf(InvalidCursorException.class);
    }
  }

  @Test
  default void rhythmIsFoundAsItWasUntilItIsRemoved() {
    ReportRhythm rhythm = new ReportRhythm(Duration.ofDays(31), Duration.ofMinutes(7));
    CdrTask task = Samples.task().withOptions(new TaskOptions(false, Optional.of(rhythm)));
    assertThat(tasks().save(task, NEW)).isEqualTo(new Saving.Saved(task));
    assertThat(tasks().find(task.taskId()).orElseThrow().options().rhythm()).contains(rhythm);

    CdrTask without = task.withOptions(TaskOptions.NONE);
    assertThat(tasks().save(without, Optional.of(task.revision())))
        .isInstanceOf(Saving.Saved.class);
    assertThat(tasks().find(task.taskId()).orElseThrow().options().rhythm()).isEmpty();
  }

  private CdrTask saved(CdrTask task) {
    assertThat(tasks().save(task, NEW)).isEqualTo(new Saving.Saved(task));
    return task;
  }

  private CdrTask saved(CdrTask task, Revision expected) {
    CdrTask next =
        new CdrTask(
            task.taskId(), task.taskName(), task.routings(), task.options(), expected.next());
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
