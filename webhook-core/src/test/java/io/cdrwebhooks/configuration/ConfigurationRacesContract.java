package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.WebhookConfigurations.Deletion;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.testing.Paging;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// The contract of configurations and tasks when several threads write at the same moment.
public interface ConfigurationRacesContract extends ConfigurationStores {
  int THREADS = 4;

  @Test
  default void concurrentCreationsUnderOneNameStoreOne() {
    for (int round = 0; round < rounds(); round++) {
      String name = Samples.unique("Race");
      List<WebhookConfiguration> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(Samples.configuration(i % 2 == 0 ? name : name.toUpperCase(Locale.ROOT)));
      }
      List<Saving> answers = Race.of(THREADS, i -> () -> configurations().create(all.get(i)));
      assertOneWon(answers, new Saving.NameTaken());
      for (int i = 0; i < THREADS; i++) {
        assertThat(configurations().find(all.get(i).id()).isPresent())
            .isEqualTo(answers.get(i).equals(new Saving.Saved()));
      }
    }
  }

  @Test
  default void concurrentRenamesAndCreationsGiveOneOwner() {
    for (int round = 0; round < rounds(); round++) {
      String name = Samples.unique("Goal");
      WebhookConfiguration first = created();
      WebhookConfiguration second = created();
      List<Saving> answers =
          Race.of(
              List.<Callable<Saving>>of(
                  () -> configurations().replace(Samples.renamed(first, name), first.revision()),
                  () -> configurations().create(Samples.configuration(name)),
                  () ->
                      configurations()
                          .replace(
                              Samples.renamed(second, name.toUpperCase(Locale.ROOT)),
                              second.revision())));
      assertOneWon(answers, new Saving.NameTaken());
      assertThat(named(name)).hasSize(1);
      // The loser still has its old name, and no other configuration can take that.
      for (WebhookConfiguration old : List.of(first, second)) {
        boolean lost = configurations().find(old.id()).equals(Optional.of(old));
        assertThat(configurations().create(Samples.configuration(old.name())))
            .isEqualTo(lost ? new Saving.NameTaken() : new Saving.Saved());
      }
    }
  }

  @Test
  default void concurrentReplacementsOfARevisionStoreOne() {
    for (int round = 0; round < rounds(); round++) {
      WebhookConfiguration first = created();
      List<WebhookConfiguration> all =
          List.of(
              Samples.renamed(first, Samples.unique("A")),
              Samples.renamed(first, Samples.unique("B")),
              Samples.edited(first),
              Samples.renamed(first, first.name().toUpperCase(Locale.ROOT)));
      List<Saving> answers =
          Race.of(all.size(), i -> () -> configurations().replace(all.get(i), first.revision()));
      assertOneWon(answers, new Saving.Changed());
      WebhookConfiguration winner = all.get(answers.indexOf(new Saving.Saved()));
      assertThat(configurations().find(first.id())).contains(winner);
      for (WebhookConfiguration each : all) {
        boolean has =
            WebhookConfiguration.uniqueForm(each.name())
                .equals(WebhookConfiguration.uniqueForm(winner.name()));
        assertThat(configurations().create(Samples.configuration(each.name())))
            .isIn(new Saving.Saved(), new Saving.NameTaken())
            .satisfies(
                answer -> {
                  if (has) {
                    assertThat(answer).isEqualTo(new Saving.NameTaken());
                  }
                });
        assertThat(named(each.name())).hasSize(1);
      }
    }
  }

  @Test
  default void concurrentNotesOnAStreakStoreOne() {
    for (int round = 0; round < rounds(); round++) {
      WebhookConfiguration seen = created();
      List<Optional<FailingStreak>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(Optional.of(FailingStreak.begin(Samples.NOW.plusMillis(i))));
      }
      List<Boolean> answers =
          Race.of(THREADS, i -> () -> configurations().recordStreak(seen, all.get(i)));
      assertThat(answers).containsOnlyOnce(true);
      assertThat(configurations().find(seen.id()).orElseThrow().health().failing())
          .isEqualTo(all.get(answers.indexOf(true)));
    }
  }

  @Test
  default void noteNeverAppliesToANewerRevision() {
    for (int round = 0; round < rounds(); round++) {
      WebhookConfiguration seen = created();
      WebhookConfiguration changed =
          round % 2 == 0
              ? Samples.edited(seen)
              : Samples.renamed(seen, Samples.unique("Renamed while failing"));
      List<Object> answers =
          Race.of(
              List.of(
                  () ->
                      configurations()
                          .recordStreak(seen, Optional.of(FailingStreak.begin(Samples.NOW))),
                  () -> configurations().replace(changed, seen.revision())));
      assertThat(answers.getLast()).isEqualTo(new Saving.Saved());
      assertThat(configurations().find(seen.id())).contains(changed);
    }
  }

  @Test
  default void concurrentDeletionsSucceedOnce() {
    for (int round = 0; round < rounds(); round++) {
      WebhookConfiguration first = created();
      List<Deletion> answers =
          Race.of(THREADS, i -> () -> configurations().delete(first.id(), Optional.empty()));
      assertThat(answers).containsOnlyOnce(new Deletion.Deleted());
      assertThat(Collections.frequency(answers, new Deletion.NotFound())).isEqualTo(THREADS - 1);
      assertThat(configurations().create(Samples.configuration(first.name())))
          .isEqualTo(new Saving.Saved());
    }
  }

  @Test
  default void nameIsNeverShared() {
    for (int round = 0; round < rounds(); round++) {
      List<String> names = List.of(Samples.unique("x"), Samples.unique("y"));
      long seed = round;
      Race.of(
          THREADS,
          i ->
              () -> {
                wander(new Random(seed * THREADS + i), names);
                return true;
              });
      for (String name : names) {
        List<WebhookConfiguration> owners = named(name);
        assertThat(owners).as("owners of %s in round %s", name, round).hasSizeLessThan(2);
        assertThat(configurations().create(Samples.configuration(name)))
            .isEqualTo(owners.isEmpty() ? new Saving.Saved() : new Saving.NameTaken());
      }
    }
  }

  @Test
  default void taskNeverRefersToADeletedConfiguration() {
    for (int round = 0; round < rounds(); round++) {
      WebhookConfiguration used = created();
      CdrTask existing = Samples.task();
      tasks().save(existing, Optional.empty());
      List<CdrTask> all =
          List.of(Samples.task(used.id()), Samples.using(existing, Optional.of(used.id())));
      List<Object> answers =
          Race.of(
              List.<Callable<Object>>of(
                  () -> tasks().save(all.get(0), Optional.empty()),
                  () -> tasks().save(all.get(1), Optional.of(existing.revision())),
                  () -> configurations().delete(used.id(), Optional.empty())));
      boolean deleted = answers.get(2).equals(new Deletion.Deleted());
      assertThat(configurations().find(used.id()).isEmpty()).isEqualTo(deleted);
      for (int i = 0; i < all.size(); i++) {
        boolean saved = answers.get(i) instanceof CdrTasks.Saving.Saved;
        assertThat(saved || answers.get(i).equals(new CdrTasks.Saving.UnknownConfiguration()))
            .as("answer %s", answers.get(i))
            .isTrue();
        assertThat(saved).as("either the deletion or the tasks win").isNotEqualTo(deleted);
        assertThat(
                tasks()
                    .find(all.get(i).taskId())
                    .flatMap(CdrTask::webhookConfigurationId)
                    .isPresent())
            .isEqualTo(saved);
      }
    }
  }

  @Test
  default void concurrentSavesOverARevisionStoreOne() {
    WebhookConfiguration used = created();
    for (int round = 0; round < rounds(); round++) {
      CdrTask first = Samples.task();
      Optional<Revision> expected =
          round % 2 == 0 ? Optional.empty() : Optional.of(first.revision());
      if (expected.isPresent()) {
        tasks().save(first, Optional.empty());
      }
      List<CdrTask> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        CdrTask named = Samples.named(first, Samples.unique("Task"));
        all.add(i % 2 == 0 ? named : Samples.using(named, Optional.of(used.id())));
      }
      List<CdrTasks.Saving> answers =
          Race.of(THREADS, i -> () -> tasks().save(all.get(i), expected));
      List<CdrTask> winners =
          answers.stream()
              .filter(CdrTasks.Saving.Saved.class::isInstance)
              .map(answer -> ((CdrTasks.Saving.Saved) answer).task())
              .toList();
      assertThat(winners).hasSize(1);
      assertThat(Collections.frequency(answers, new CdrTasks.Saving.Changed()))
          .isEqualTo(THREADS - 1);
      assertThat(tasks().find(first.taskId())).contains(winners.getFirst());
    }
  }

  private void wander(Random random, List<String> names) {
    Optional<WebhookConfiguration> own = Optional.empty();
    for (int step = 0; step < 6; step++) {
      String name = names.get(random.nextInt(names.size()));
      if (own.isEmpty()) {
        WebhookConfiguration wanted = Samples.configuration(name);
        if (configurations().create(wanted).equals(new Saving.Saved())) {
          own = Optional.of(wanted);
        }
      } else if (random.nextInt(3) == 0) {
        configurations().delete(own.get().id(), Optional.empty());
        own = Optional.empty();
      } else {
        WebhookConfiguration wanted = Samples.renamed(own.get(), name);
        if (configurations().replace(wanted, own.get().revision()).equals(new Saving.Saved())) {
          own = Optional.of(wanted);
        }
      }
    }
  }

  private static void assertOneWon(List<Saving> answers, Saving lost) {
    assertThat(answers).containsOnlyOnce(new Saving.Saved());
    assertThat(Collections.frequency(answers, lost))
        .as("%s", answers)
        .isEqualTo(answers.size() - 1);
  }

  private List<WebhookConfiguration> named(String name) {
    String form = WebhookConfiguration.uniqueForm(name);
    return Paging.all(100, this::listConfigurations).stream()
        .filter(each -> WebhookConfiguration.uniqueForm(each.name()).equals(form))
        .toList();
  }

  private WebhookConfiguration created() {
    WebhookConfiguration configuration = Samples.configuration();
    assertThat(configurations().create(configuration)).isEqualTo(new Saving.Saved());
    return configuration;
  }
}
