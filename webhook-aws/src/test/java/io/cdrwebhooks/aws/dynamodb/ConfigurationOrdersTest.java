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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The named races of configurations and tasks, in every order of requests with one switch between
/// them (more with the system property `orders.switches`).
@SpeaksToAws
@Tag("slow")
class ConfigurationOrdersTest {
  private static final TestTables TABLES = TestTables.create();
  private static final WatchedHttp FIRST = new WatchedHttp();
  private static final WatchedHttp SECOND = new WatchedHttp();

  private final WebhookConfigurations configurations = TABLES.configurations();
  private final CdrTasks tasks = TABLES.tasks();
  private final WebhookConfigurations first = TABLES.through(FIRST).configurations();
  private final WebhookConfigurations second = TABLES.through(SECOND).configurations();
  private final CdrTasks firstTasks = TABLES.through(FIRST).tasks();
  private final Interleavings interleavings =
      new Interleavings(FIRST, SECOND, Integer.getInteger("orders.switches", 1));

  @Test
  void twoCreationsUnderOneName() {
    explore(
        () -> {
          WebhookConfiguration a = Samples.configuration();
          WebhookConfiguration b = Samples.configuration(a.name().toUpperCase(Locale.ROOT));
          return scenario(
              () -> first.create(a),
              () -> second.create(b),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Saving.Saved(), new Saving.NameTaken());
                assertOwners(a.name(), a, b);
              });
        });
  }

  @Test
  void creationAndRenameToOneName() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration a = Samples.renamed(was, Samples.unique("Goal"));
          WebhookConfiguration b = Samples.configuration(a.name());
          return scenario(
              () -> first.replace(a, was.revision()),
              () -> second.create(b),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Saving.Saved(), new Saving.NameTaken());
                assertOwners(a.name(), a, b);
                assertOwners(was.name(), a);
              });
        });
  }

  @Test
  void twoRenamesToOneName() {
    explore(
        () -> {
          WebhookConfiguration wasA = created();
          WebhookConfiguration wasB = created();
          WebhookConfiguration a = Samples.renamed(wasA, Samples.unique("Goal"));
          WebhookConfiguration b = Samples.renamed(wasB, a.name());
          return scenario(
              () -> first.replace(a, wasA.revision()),
              () -> second.replace(b, wasB.revision()),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Saving.Saved(), new Saving.NameTaken());
                assertOwners(a.name(), a, b);
                assertOwners(wasA.name(), a);
                assertOwners(wasB.name(), b);
              });
        });
  }

  @Test
  void twoRenamesOfOneConfiguration() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration a = Samples.renamed(was, Samples.unique("A"));
          WebhookConfiguration b = Samples.renamed(was, Samples.unique("B"));
          return scenario(
              () -> first.replace(a, was.revision()),
              () -> second.replace(b, was.revision()),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Saving.Saved(), new Saving.Changed());
                for (WebhookConfiguration each : List.of(was, a, b)) {
                  assertOwners(each.name(), a);
                }
              });
        });
  }

  @Test
  void renameAwayAndCreationUnderTheOldName() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration a = Samples.renamed(was, Samples.unique("Away"));
          WebhookConfiguration b = Samples.configuration(was.name());
          return scenario(
              () -> first.replace(a, was.revision()),
              () -> second.create(b),
              (one, two) -> {
                assertThat(one).isEqualTo(new Saving.Saved());
                assertOwners(was.name(), a, b);
                assertOwners(a.name(), a, b);
              });
        });
  }

  @Test
  void exchangeOfTwoNames() {
    explore(
        () -> {
          WebhookConfiguration wasA = created();
          WebhookConfiguration wasB = created();
          WebhookConfiguration a = Samples.renamed(wasA, wasB.name());
          WebhookConfiguration b = Samples.renamed(wasB, wasA.name());
          return scenario(
              () -> first.replace(a, wasA.revision()),
              () -> second.replace(b, wasB.revision()),
              (one, two) -> {
                assertOwners(wasA.name(), a, b);
                assertOwners(wasB.name(), a, b);
              });
        });
  }

  @Test
  void lateTidyingAfterARenameAndAnotherRenameBack() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration away = Samples.renamed(was, Samples.unique("Away"));
          WebhookConfiguration back = Samples.renamed(away, was.name());
          return scenario(
              () -> first.replace(away, was.revision()),
              () -> second.replace(back, away.revision()),
              (one, two) -> {
                assertOwners(was.name(), was);
                assertOwners(away.name(), was);
              });
        });
  }

  @Test
  void returnToANameAndCreationUnderItWhenItsGuardIsStale() {
    WatchedHttp http = new WatchedHttp();
    WebhookConfigurations dying = TABLES.through(http).configurations();
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration away = Samples.renamed(was, Samples.unique("Away"));
          // Read, announce, take the new name, write; the old name's guard stays behind.
          http.watchedBy(Faults.deathAfter(4));
          assertThat(Faults.dies(() -> dying.replace(away, was.revision()))).isTrue();
          assertThat(configurations.find(was.id())).contains(away);
          WebhookConfiguration a = Samples.configuration(was.name());
          WebhookConfiguration back = Samples.renamed(away, was.name());
          return scenario(
              () -> first.create(a),
              () -> second.replace(back, away.revision()),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Saving.Saved(), new Saving.NameTaken());
                assertOwners(was.name(), a, back);
                assertOwners(away.name(), back);
              });
        });
  }

  @Test
  void deletionAndCreationUnderItsName() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration b = Samples.configuration(was.name());
          return scenario(
              () -> first.delete(was.id(), Optional.empty()),
              () -> second.create(b),
              (one, two) -> {
                assertThat(one).isEqualTo(new Deletion.Deleted());
                assertThat(configurations.find(b.id()).isPresent())
                    .isEqualTo(two.equals(new Saving.Saved()));
                assertOwners(was.name(), was, b);
              });
        });
  }

  @Test
  void deletionAndRename() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration b = Samples.renamed(was, Samples.unique("New"));
          return scenario(
              () -> first.delete(was.id(), Optional.of(was.revision())),
              () -> second.replace(b, was.revision()),
              (one, two) -> {
                assertThat(one.equals(new Deletion.Deleted()))
                    .isNotEqualTo(two.equals(new Saving.Saved()));
                assertOwners(was.name(), was);
                assertOwners(b.name(), was);
              });
        });
  }

  @Test
  void noteAndRename() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration b = Samples.renamed(was, Samples.unique("New"));
          return scenario(
              () -> first.replace(b, was.revision()),
              () -> second.noteStreak(was, Optional.of(FailingStreak.begin(Samples.NOW))),
              (one, two) -> {
                assertThat(one).isEqualTo(new Saving.Saved());
                assertThat(configurations.find(was.id())).contains(b);
                assertOwners(was.name(), b);
                assertOwners(b.name(), b);
              });
        });
  }

  @Test
  void noteAndDeletion() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          return scenario(
              () -> first.delete(was.id(), Optional.of(was.revision())),
              () -> second.noteStreak(was, Optional.of(FailingStreak.begin(Samples.NOW))),
              (one, two) -> {
                assertThat(one).isEqualTo(new Deletion.Deleted());
                assertThat(configurations.find(was.id())).isEmpty();
                assertOwners(was.name());
              });
        });
  }

  @Test
  void deletionAndANewTaskThatUsesTheConfiguration() {
    explore(
        () -> {
          WebhookConfiguration used = created();
          CdrTask task = Samples.task(used.id());
          return scenario(
              () -> firstTasks.save(task, Optional.empty()),
              () -> second.delete(used.id(), Optional.empty()),
              (one, two) -> assertNoDanglingReference(task, one, two));
        });
  }

  @Test
  void deletionAndAnExistingTaskThatComesToUseTheConfiguration() {
    explore(
        () -> {
          WebhookConfiguration used = created();
          CdrTask was = Samples.task();
          tasks.save(was, Optional.empty());
          CdrTask task = Samples.using(was, Optional.of(used.id()));
          return scenario(
              () -> firstTasks.save(task, Optional.of(was.revision())),
              () -> second.delete(used.id(), Optional.empty()),
              (one, two) -> assertNoDanglingReference(task, one, two));
        });
  }

  @Test
  void twoDeletions() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          return scenario(
              () -> first.delete(was.id(), Optional.empty()),
              () -> second.delete(was.id(), Optional.empty()),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Deletion.Deleted(), new Deletion.NotFound());
                assertOwners(was.name());
              });
        });
  }

  private void explore(Interleavings.Scenarios scenarios) {
    assertThat(interleavings.explore(scenarios)).isGreaterThan(5);
  }

  private void assertNoDanglingReference(CdrTask task, Object saving, Object deletion) {
    boolean refers = tasks.find(task.taskId()).flatMap(CdrTask::webhookConfigurationId).isPresent();
    boolean deleted = configurations.find(task.webhookConfigurationId().orElseThrow()).isEmpty();
    assertThat(refers).isNotEqualTo(deleted);
    assertThat(saving instanceof CdrTasks.Saving.Saved).isEqualTo(refers);
    assertThat(deletion)
        .isEqualTo(deleted ? new Deletion.Deleted() : new Deletion.InUse(List.of(task.taskId())));
  }

  /// At most one of the candidates has the name, and the name can be had if none has.
  private void assertOwners(String name, WebhookConfiguration... candidates) {
    String form = WebhookConfiguration.uniqueForm(name);
    List<WebhookConfiguration> owners = new ArrayList<>();
    for (WebhookConfiguration candidate : candidates) {
      configurations
          .find(candidate.id())
          .filter(found -> WebhookConfiguration.uniqueForm(found.name()).equals(form))
          .ifPresent(owners::add);
    }
    assertThat(owners).hasSizeLessThan(2);
    assertThat(configurations.create(Samples.configuration(name)))
        .isEqualTo(owners.isEmpty() ? new Saving.Saved() : new Saving.NameTaken());
  }

  private WebhookConfiguration created() {
    WebhookConfiguration configuration = Samples.configuration();
    assertThat(configurations.create(configuration)).isEqualTo(new Saving.Saved());
    return configuration;
  }

  private static Interleavings.Scenario scenario(
      Callable<Object> first, Callable<Object> second, BiConsumer<Object, Object> check) {
    return new Interleavings.Scenario() {
      @Override
      public List<Callable<Object>> calls() {
        return List.of(first, second);
      }

      @Override
      public void check(Object one, Object two) {
        check.accept(one, two);
      }
    };
  }
}
