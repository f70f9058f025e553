package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurations.Deletion;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.Samples;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A writer that dies before any of its requests, or loses any answer, leaves configurations and
/// tasks in a state that others can go on from.
@SpeaksToAws
class ConfigurationCrashTest {
  private static final TestTables TABLES = TestTables.create();
  private static final WatchedHttp HTTP = new WatchedHttp();

  private final WebhookConfigurations configurations = TABLES.configurations();
  private final CdrTasks tasks = TABLES.tasks();
  private final WebhookConfigurations dying = TABLES.through(HTTP).configurations();
  private final CdrTasks dyingTasks = TABLES.through(HTTP).tasks();

  /// One call that may die, and what must hold afterwards.
  private record Trial(Runnable call, Runnable aftermath) {}

  @Test
  void afterACreationThatDiedTheNameIsTakenOrFree() {
    dieAtEveryRequest(
        () -> {
          WebhookConfiguration wanted = Samples.configuration();
          return new Trial(
              () -> dying.create(wanted),
              () -> {
                boolean exists = configurations.find(wanted.id()).isPresent();
                assertName(wanted.name(), exists);
                if (exists) {
                  assertThat(configurations.delete(wanted.id(), Optional.empty()))
                      .isEqualTo(new Deletion.Deleted());
                  assertName(wanted.name(), false);
                }
              });
        });
  }

  @Test
  void afterARenameThatDiedOneNameIsTakenAndTheOtherFree() {
    dieAtEveryRequest(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration wanted = Samples.renamed(was, Samples.unique("Wanted"));
          return new Trial(
              () -> dying.replace(wanted, was.revision()),
              () -> {
                boolean renamed = current(was).equals(wanted);
                assertThat(current(was)).isIn(was, wanted);
                assertName(wanted.name(), renamed);
                assertName(was.name(), !renamed);
              });
        });
  }

  @Test
  void aRenameThatDiedMayBeMadeAgain() {
    dieAtEveryRequest(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration wanted = Samples.renamed(was, Samples.unique("Wanted"));
          return new Trial(
              () -> dying.replace(wanted, was.revision()),
              () -> {
                Saving again = configurations.replace(wanted, was.revision());
                assertThat(again).isIn(new Saving.Saved(), new Saving.Changed());
                assertThat(current(was)).isEqualTo(wanted);
                assertName(wanted.name(), true);
                assertName(was.name(), false);
              });
        });
  }

  @Test
  void afterADeletionThatDiedTheConfigurationIsGoneOrUsable() {
    dieAtEveryRequest(
        () -> {
          WebhookConfiguration was = created();
          return new Trial(
              () -> dying.delete(was.id(), Optional.empty()),
              () -> {
                boolean exists = configurations.find(was.id()).isPresent();
                CdrTask task = Samples.task(was.id());
                assertThat(tasks.save(task, Optional.empty()))
                    .isEqualTo(
                        exists
                            ? new CdrTasks.Saving.Saved(task)
                            : new CdrTasks.Saving.UnknownConfiguration());
                assertThat(configurations.delete(was.id(), Optional.empty()))
                    .isEqualTo(
                        exists
                            ? new Deletion.InUse(List.of(task.taskId()))
                            : new Deletion.NotFound());
                assertName(was.name(), exists);
              });
        });
  }

  @Test
  void aDeletionThatDiedMayBeMadeAgain() {
    dieAtEveryRequest(
        () -> {
          WebhookConfiguration was = created();
          return new Trial(
              () -> dying.delete(was.id(), Optional.empty()),
              () -> {
                assertThat(configurations.delete(was.id(), Optional.empty()))
                    .isIn(new Deletion.Deleted(), new Deletion.NotFound());
                assertThat(configurations.find(was.id())).isEmpty();
                assertName(was.name(), false);
              });
        });
  }

  @Test
  void afterASaveThatDiedTheConfigurationIsInUseOrDeletable() {
    for (boolean existing : new boolean[] {true, false}) {
      dieAtEveryRequest(
          () -> {
            WebhookConfiguration used = created();
            CdrTask was = Samples.task();
            if (existing) {
              tasks.save(was, Optional.empty());
            }
            CdrTask wanted = Samples.using(was, Optional.of(used.id()));
            return new Trial(
                () ->
                    dyingTasks.save(
                        wanted, existing ? Optional.of(was.revision()) : Optional.empty()),
                () -> {
                  boolean refers =
                      tasks.find(was.taskId()).flatMap(CdrTask::webhookConfigurationId).isPresent();
                  assertThat(configurations.delete(used.id(), Optional.empty()))
                      .isEqualTo(
                          refers
                              ? new Deletion.InUse(List.of(was.taskId()))
                              : new Deletion.Deleted());
                  assertSavable(was);
                });
          });
    }
  }

  @Test
  void lostAnswersChangeNoOutcome() {
    HTTP.watchedBy(Faults.everyAnswerLostOnce());
    try {
      WebhookConfiguration first = Samples.configuration();
      assertThat(dying.create(first)).isEqualTo(new Saving.Saved());
      WebhookConfiguration second = Samples.renamed(first, Samples.unique("Second"));
      assertThat(dying.replace(second, first.revision())).isEqualTo(new Saving.Saved());
      Optional<FailingStreak> streak = Optional.of(FailingStreak.begin(Samples.NOW));
      assertThat(dying.noteStreak(second, streak)).isTrue();
      assertThat(dying.find(first.id()).orElseThrow().health().failing()).isEqualTo(streak);
      WebhookConfiguration third = Samples.edited(second);
      assertThat(dying.replace(third, second.revision())).isEqualTo(new Saving.Saved());
      assertThat(dying.find(first.id())).contains(third);
      assertName(first.name(), false);
      assertName(third.name(), true);
      CdrTask task = Samples.task(first.id());
      assertThat(dyingTasks.save(task, Optional.empty()))
          .isEqualTo(new CdrTasks.Saving.Saved(task));
      assertThat(dying.delete(first.id(), Optional.empty()))
          .isEqualTo(new Deletion.InUse(List.of(task.taskId())));
    } finally {
      HTTP.watchedBy(WatchedHttp.Watch.NONE);
    }
  }

  @Test
  void draftsAndGuardsShowNowhere() {
    int shown = configurations.list(Optional.empty(), 100).items().size();
    WebhookConfiguration wanted = Samples.configuration();
    HTTP.watchedBy(Faults.deathAfter(2));
    try {
      assertThat(Faults.dies(() -> dying.create(wanted))).isTrue();
    } finally {
      HTTP.watchedBy(WatchedHttp.Watch.NONE);
    }
    assertThat(configurations.find(wanted.id())).isEmpty();
    assertThat(configurations.list(Optional.empty(), 100).items()).hasSize(shown);
    assertThat(configurations.delete(wanted.id(), Optional.empty()))
        .isEqualTo(new Deletion.NotFound());
    assertThat(configurations.replace(Samples.edited(wanted), wanted.revision()))
        .isEqualTo(new Saving.NotFound());
    assertThat(configurations.noteStreak(wanted, Optional.of(FailingStreak.begin(Samples.NOW))))
        .isFalse();
    assertThat(configurations.find(wanted.id())).isEmpty();
  }

  private static void dieAtEveryRequest(Supplier<Trial> trials) {
    int answered = 0;
    boolean died;
    do {
      Trial trial = trials.get();
      HTTP.watchedBy(Faults.deathAfter(answered));
      try {
        died = Faults.dies(trial.call());
      } finally {
        HTTP.watchedBy(WatchedHttp.Watch.NONE);
      }
      trial.aftermath().run();
      answered++;
    } while (died);
    assertThat(answered).as("requests that could be died at").isGreaterThan(3);
  }

  private void assertSavable(CdrTask task) {
    Optional<CdrTask> current = tasks.find(task.taskId());
    CdrTask off = Samples.using(task, Optional.empty());
    assertThat(tasks.save(off, current.map(CdrTask::revision)))
        .isInstanceOf(CdrTasks.Saving.Saved.class);
  }

  private void assertName(String name, boolean taken) {
    WebhookConfiguration probe = Samples.configuration(name);
    assertThat(configurations.create(probe))
        .isEqualTo(taken ? new Saving.NameTaken() : new Saving.Saved());
    if (!taken) {
      configurations.delete(probe.id(), Optional.empty());
    }
  }

  private WebhookConfiguration current(WebhookConfiguration configuration) {
    return configurations.find(configuration.id()).orElseThrow();
  }

  private WebhookConfiguration created() {
    WebhookConfiguration configuration = Samples.configuration();
    assertThat(configurations.create(configuration)).isEqualTo(new Saving.Saved());
    return configuration;
  }
}
