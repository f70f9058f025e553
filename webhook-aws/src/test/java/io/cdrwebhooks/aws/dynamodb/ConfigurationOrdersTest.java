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
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The named races of configurations and tasks: each call is run as a whole before each request of
/// the other one.
@SpeaksToAws
class ConfigurationOrdersTest {
  private static final TestTables TABLES = TestTables.create();
  private static final WatchedHttp HTTP = new WatchedHttp();

  private record Stores(WebhookConfigurations configurations, CdrTasks tasks) {
    static Stores of(TestTables tables) {
      return new Stores(tables.configurations(), tables.tasks());
    }
  }

  /// Two calls, and the condition on their answers and on the stored items afterwards.
  private record Scenario(
      Function<Stores, Object> first,
      Function<Stores, Object> second,
      BiConsumer<Object, Object> check) {}

  private static final Stores INTERRUPTED = Stores.of(TABLES.through(HTTP));

  private final Stores stores = Stores.of(TABLES);
  private final WebhookConfigurations configurations = stores.configurations();
  private final CdrTasks tasks = stores.tasks();

  @Test
  void twoCreationsUnderOneName() {
    explore(
        () -> {
          WebhookConfiguration a = Samples.configuration();
          WebhookConfiguration b = Samples.configuration(a.name().toUpperCase(Locale.ROOT));
          return new Scenario(
              at -> at.configurations().create(a),
              at -> at.configurations().create(b),
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
          return new Scenario(
              at -> at.configurations().replace(a, was.revision()),
              at -> at.configurations().create(b),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Saving.Saved(), new Saving.NameTaken());
                assertOwners(a.name(), a, b);
                assertOwners(was.name(), a);
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
          return new Scenario(
              at -> at.configurations().replace(a, was.revision()),
              at -> at.configurations().replace(b, was.revision()),
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
          return new Scenario(
              at -> at.configurations().replace(a, was.revision()),
              at -> at.configurations().create(b),
              (one, two) -> {
                assertThat(one).isEqualTo(new Saving.Saved());
                assertOwners(was.name(), a, b);
                assertOwners(a.name(), a, b);
              });
        });
  }

  @Test
  void deletionAndCreationUnderItsName() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          WebhookConfiguration b = Samples.configuration(was.name());
          return new Scenario(
              at -> at.configurations().delete(was.id(), Optional.empty()),
              at -> at.configurations().create(b),
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
          return new Scenario(
              at -> at.configurations().delete(was.id(), Optional.of(was.revision())),
              at -> at.configurations().replace(b, was.revision()),
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
          return new Scenario(
              at -> at.configurations().replace(b, was.revision()),
              at ->
                  at.configurations()
                      .recordStreak(was, Optional.of(FailingStreak.begin(Samples.NOW))),
              (one, two) -> {
                assertThat(one).isEqualTo(new Saving.Saved());
                assertThat(configurations.find(was.id())).contains(b);
                assertOwners(was.name(), b);
                assertOwners(b.name(), b);
              });
        });
  }

  @Test
  void deletionAndANewTaskThatUsesTheConfiguration() {
    explore(
        () -> {
          WebhookConfiguration used = created();
          CdrTask task = Samples.task(used.id());
          return new Scenario(
              at -> at.tasks().save(task, Optional.empty()),
              at -> at.configurations().delete(used.id(), Optional.empty()),
              (one, two) -> assertNoDanglingReference(task, one, two));
        });
  }

  @Test
  void deletionRacesWithTheAssignmentOfATask() {
    explore(
        () -> {
          WebhookConfiguration used = created();
          CdrTask was = Samples.task();
          tasks.save(was, Optional.empty());
          CdrTask task = Samples.using(was, Optional.of(used.id()));
          return new Scenario(
              at -> at.tasks().save(task, Optional.of(was.revision())),
              at -> at.configurations().delete(used.id(), Optional.empty()),
              (one, two) -> assertNoDanglingReference(task, one, two));
        });
  }

  @Test
  void twoDeletions() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          return new Scenario(
              at -> at.configurations().delete(was.id(), Optional.empty()),
              at -> at.configurations().delete(was.id(), Optional.empty()),
              (one, two) -> {
                assertThat(List.of(one, two))
                    .containsExactlyInAnyOrder(new Deletion.Deleted(), new Deletion.NotFound());
                assertOwners(was.name());
              });
        });
  }

  @Test
  void twoNotesOnAStreak() {
    explore(
        () -> {
          WebhookConfiguration was = created();
          Optional<FailingStreak> a = Optional.of(FailingStreak.begin(Samples.NOW));
          Optional<FailingStreak> b = Optional.of(FailingStreak.begin(Samples.NOW.plusMillis(1)));
          return new Scenario(
              at -> at.configurations().recordStreak(was, a),
              at -> at.configurations().recordStreak(was, b),
              (one, two) -> {
                assertThat(one).isNotEqualTo(two);
                assertThat(configurations.find(was.id()).orElseThrow().health().failing())
                    .isEqualTo(one.equals(true) ? a : b);
              });
        });
  }

  @Test
  void twoSavesOfOneTask() {
    explore(
        () -> {
          CdrTask was = Samples.task();
          tasks.save(was, Optional.empty());
          CdrTask a = Samples.named(was, "A");
          CdrTask b = Samples.named(was, "B");
          return new Scenario(
              at -> at.tasks().save(a, Optional.of(was.revision())),
              at -> at.tasks().save(b, Optional.of(was.revision())),
              (one, two) -> {
                assertThat(List.of(one, two)).containsOnlyOnce(new CdrTasks.Saving.Changed());
                assertThat(tasks.find(was.taskId()).orElseThrow().taskName())
                    .isEqualTo(one.equals(new CdrTasks.Saving.Changed()) ? "B" : "A");
              });
        });
  }

  @Test
  void taskThatIsDeletedAndMadeAgainWhileItIsSaved() {
    WebhookConfiguration used = created();
    WebhookConfiguration other = created();
    explore(
        () -> {
          CdrTask was = Samples.task(used.id());
          tasks.save(was, Optional.empty());
          CdrTask again = Samples.using(was, Optional.of(other.id()));
          return new Scenario(
              at ->
                  at.tasks()
                      .save(Samples.using(was, Optional.empty()), Optional.of(was.revision())),
              at ->
                  List.of(
                      at.tasks().delete(was.taskId(), Optional.empty(), Samples.NOW),
                      at.tasks().save(again, Optional.empty())),
              (one, two) -> {
                Optional<CdrTask> left = tasks.find(was.taskId());
                tasks.delete(was.taskId(), Optional.empty(), Samples.NOW);
                assertThat(left).isPresent();
              });
        });
    assertThat(configurations.delete(used.id(), Optional.empty()))
        .isEqualTo(new Deletion.Deleted());
    assertThat(configurations.delete(other.id(), Optional.empty()))
        .isEqualTo(new Deletion.Deleted());
  }

  @Test
  void deletionAndATaskThatLeavesTheConfiguration() {
    explore(
        () -> {
          WebhookConfiguration used = created();
          CdrTask was = Samples.task(used.id());
          tasks.save(was, Optional.empty());
          return new Scenario(
              at -> at.tasks().delete(was.taskId(), Optional.empty(), Samples.NOW),
              at -> at.configurations().delete(used.id(), Optional.empty()),
              (one, two) -> {
                assertThat(one).isEqualTo(new CdrTasks.Deletion.Deleted());
                assertThat(two)
                    .isIn(new Deletion.Deleted(), new Deletion.InUse(List.of(was.taskId())));
                assertThat(configurations.delete(used.id(), Optional.empty()))
                    .isEqualTo(
                        two.equals(new Deletion.Deleted())
                            ? new Deletion.NotFound()
                            : new Deletion.Deleted());
              });
        });
  }

  private void explore(Supplier<Scenario> scenarios) {
    int orders = explore(scenarios, false) + explore(scenarios, true);
    assertThat(orders).as("orders").isGreaterThan(3);
  }

  /// Runs the scenario in every order of requests, and returns the number of orders.
  private int explore(Supplier<Scenario> scenarios, boolean secondIsInterrupted) {
    for (int request = 0; ; request++) {
      Scenario scenario = scenarios.get();
      Function<Stores, Object> inner = secondIsInterrupted ? scenario.first() : scenario.second();
      Function<Stores, Object> outer = secondIsInterrupted ? scenario.second() : scenario.first();
      List<Object> answer = new ArrayList<>();
      HTTP.watchedBy(Faults.before(request, () -> answer.add(inner.apply(stores))));
      Object interrupted = outer.apply(INTERRUPTED);
      boolean last = answer.isEmpty();
      if (last) {
        answer.add(inner.apply(stores));
      }
      if (secondIsInterrupted) {
        scenario.check().accept(answer.getFirst(), interrupted);
      } else {
        scenario.check().accept(interrupted, answer.getFirst());
      }
      if (last) {
        return request + 1;
      }
    }
  }

  private void assertNoDanglingReference(CdrTask task, Object saving, Object deletion) {
    boolean refers = tasks.find(task.taskId()).flatMap(CdrTask::webhookConfigurationId).isPresent();
    boolean deleted = configurations.find(task.webhookConfigurationId().orElseThrow()).isEmpty();
    assertThat(refers).isNotEqualTo(deleted);
    assertThat(saving instanceof CdrTasks.Saving.Saved).isEqualTo(refers);
    assertThat(deletion)
        .isEqualTo(deleted ? new Deletion.Deleted() : new Deletion.InUse(List.of(task.taskId())));
  }

  /// At most one of the candidates has the name; if none has it, it is free.
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
}
