package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationFilter.State;
import io.cdrwebhooks.configuration.WebhookConfigurations.Deletion;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Paging;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every store of webhook configurations.
public interface WebhookConfigurationsContract extends ConfigurationStores {
  Optional<Revision> ANY = Optional.empty();

  @Test
  default void unknownIdFindsNothing() {
    assertThat(configurations().find(Samples.configurationId())).isEmpty();
  }

  @Test
  default void longestConfigurationRoundTrips() {
    WebhookConfiguration longest =
        Samples.renamed(Samples.configuration(), Samples.unique("\uD83D\uDE80".repeat(60)));
    assertThat(configurations().create(longest)).isEqualTo(new Saving.Saved());
    assertThat(configurations().find(longest.id())).contains(longest);
  }

  @Test
  default void takenNameIsRefusedIgnoringCaseAndSpace() {
    String name = Samples.unique("Rechnungen \u00c4\u0130\u03a3");
    created(Samples.configuration(name));
    for (String same :
        List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), " " + name)) {
      WebhookConfiguration second = Samples.configuration(same);
      if (!WebhookConfiguration.uniqueForm(same).equals(WebhookConfiguration.uniqueForm(name))) {
        continue;
      }
      assertThat(configurations().create(second)).isEqualTo(new Saving.NameTaken());
      assertThat(configurations().find(second.id())).isEmpty();
    }
  }

  @Test
  default void replacedConfigurationIsFoundAsItIsNow() {
    WebhookConfiguration first = created(Samples.configuration());
    WebhookConfiguration second = Samples.edited(first);
    assertThat(configurations().replace(second, first.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations().find(first.id())).contains(second);
  }

  @Test
  default void replacingAnOlderRevisionIsRefused() {
    WebhookConfiguration first = created(Samples.configuration());
    WebhookConfiguration second = Samples.edited(first);
    configurations().replace(second, first.revision());
    assertThat(configurations().replace(Samples.edited(first), first.revision()))
        .isEqualTo(new Saving.Changed());
    WebhookConfiguration renamed = Samples.renamed(first, Samples.unique("Late"));
    assertThat(configurations().replace(renamed, first.revision())).isEqualTo(new Saving.Changed());
    assertThat(configurations().find(first.id())).contains(second);
    created(Samples.configuration(renamed.name()));
  }

  @Test
  default void replacingAnUnknownConfigurationIsNotFound() {
    WebhookConfiguration never = Samples.configuration();
    assertThat(configurations().replace(Samples.edited(never), never.revision()))
        .isEqualTo(new Saving.NotFound());
    assertThat(configurations().find(never.id())).isEmpty();
    created(Samples.configuration(never.name()));
  }

  @Test
  default void caseOfTheNameMayChange() {
    WebhookConfiguration first = created(Samples.configuration());
    WebhookConfiguration second = Samples.renamed(first, first.name().toUpperCase(Locale.ROOT));
    assertThat(configurations().replace(second, first.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations().find(first.id())).contains(second);
    assertThat(configurations().create(Samples.configuration(first.name())))
        .isEqualTo(new Saving.NameTaken());
  }

  @Test
  default void renamingFreesTheOldNameAndTakesTheNew() {
    WebhookConfiguration first = created(Samples.configuration());
    WebhookConfiguration second = Samples.renamed(first, Samples.unique("New"));
    assertThat(configurations().replace(second, first.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations().create(Samples.configuration(second.name())))
        .isEqualTo(new Saving.NameTaken());
    created(Samples.configuration(first.name()));
    WebhookConfiguration back = Samples.renamed(second, first.name());
    assertThat(configurations().replace(back, second.revision())).isEqualTo(new Saving.NameTaken());
  }

  @Test
  default void renamingThereAndBackKeepsTheNameTaken() {
    WebhookConfiguration first = created(Samples.configuration());
    WebhookConfiguration second = Samples.renamed(first, Samples.unique("There"));
    WebhookConfiguration third = Samples.renamed(second, first.name());
    assertThat(configurations().replace(second, first.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations().replace(third, second.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations().create(Samples.configuration(first.name())))
        .isEqualTo(new Saving.NameTaken());
    created(Samples.configuration(second.name()));
  }

  @Test
  default void renamingToATakenNameChangesNothing() {
    WebhookConfiguration other = created(Samples.configuration());
    WebhookConfiguration first = created(Samples.configuration());
    WebhookConfiguration renamed = Samples.renamed(first, other.name().toUpperCase(Locale.ROOT));
    assertThat(configurations().replace(renamed, first.revision()))
        .isEqualTo(new Saving.NameTaken());
    assertThat(configurations().find(first.id())).contains(first);
    assertThat(configurations().replace(Samples.edited(first), first.revision()))
        .isEqualTo(new Saving.Saved());
  }

  @Test
  default void signaturesRoundTrip() {
    WebhookConfiguration first = created(Samples.configuration());
    SignaturePeriods rotated = first.signatures();
    for (int i = 1; i < SignaturePeriods.MAX_COUNT; i++) {
      Instant at = Samples.NOW.plusSeconds(i);
      rotated =
          rotated
              .rotated(
                  new SealedSignature("key-" + i, "sealed" + i),
                  new SignatureKey("\u20ac" + i),
                  new SignaturePeriods.Turn(at, Duration.ofDays(7)),
                  at)
              .orElseThrow();
    }
    WebhookConfiguration second = first.withSignatures(rotated, Samples.NOW);
    assertThat(second.signatures().periods()).hasSize(SignaturePeriods.MAX_COUNT);
    assertThat(configurations().replace(second, first.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations().find(first.id())).contains(second);
  }

  @Test
  default void deletedConfigurationIsGoneAndItsNameIsFree() {
    WebhookConfiguration first = created(Samples.configuration());
    assertThat(configurations().delete(first.id(), Optional.of(first.revision())))
        .isEqualTo(new Deletion.Deleted());
    assertThat(configurations().find(first.id())).isEmpty();
    assertThat(Paging.all(100, this::listConfigurations)).doesNotContain(first);
    assertThat(configurations().delete(first.id(), ANY)).isEqualTo(new Deletion.NotFound());
    assertThat(configurations().replace(Samples.edited(first), first.revision()))
        .isEqualTo(new Saving.NotFound());
    created(Samples.configuration(first.name()));
  }

  @Test
  default void deletingAnOlderRevisionIsRefused() {
    WebhookConfiguration first = created(Samples.configuration());
    WebhookConfiguration second = Samples.edited(first);
    configurations().replace(second, first.revision());
    assertThat(configurations().delete(first.id(), Optional.of(first.revision())))
        .isEqualTo(new Deletion.Changed());
    assertThat(configurations().find(first.id())).contains(second);
    assertThat(configurations().delete(first.id(), ANY)).isEqualTo(new Deletion.Deleted());
  }

  @Test
  default void deletingAnUnknownConfigurationIsNotFound() {
    assertThat(configurations().delete(Samples.configurationId(), ANY))
        .isEqualTo(new Deletion.NotFound());
    assertThat(configurations().delete(Samples.configurationId(), Optional.of(Revision.FIRST)))
        .isEqualTo(new Deletion.NotFound());
  }

  @Test
  default void configurationInUseIsKeptAndItsTasksAreNamed() {
    WebhookConfiguration used = created(Samples.configuration());
    CdrTask first = saved(Samples.task(used.id()));
    CdrTask second = saved(Samples.task(used.id()));
    saved(Samples.task());
    assertThat(configurations().delete(used.id(), ANY))
        .isEqualTo(new Deletion.InUse(List.of(first.taskId(), second.taskId())));
    assertThat(configurations().find(used.id())).contains(used);

    tasks().delete(first.taskId(), ANY, Samples.NOW);
    tasks().save(Samples.using(second, Optional.empty()), Optional.of(second.revision()));
    assertThat(configurations().delete(used.id(), ANY)).isEqualTo(new Deletion.Deleted());
  }

  @Test
  default void refusedDeletionLeavesTheConfigurationUsable() {
    WebhookConfiguration used = created(Samples.configuration());
    saved(Samples.task(used.id()));
    configurations().delete(used.id(), ANY);
    saved(Samples.task(used.id()));
    assertThat(configurations().replace(Samples.edited(used), used.revision()))
        .isEqualTo(new Saving.Saved());
  }

  @Test
  default void atMostAHundredTasksAreNamedTheLowestFirst() {
    WebhookConfiguration used = created(Samples.configuration());
    List<TaskId> all = new ArrayList<>();
    for (int i = 0; i < 102; i++) {
      all.add(saved(Samples.task(used.id())).taskId());
    }
    assertThat(configurations().delete(used.id(), ANY))
        .isEqualTo(new Deletion.InUse(all.subList(0, 100)));
  }

  @Test
  default void everyConfigurationIsListedOnceWithAnyLimit() {
    List<WebhookConfiguration> stored = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      WebhookConfiguration created = created(Samples.configuration());
      WebhookConfiguration renamed = Samples.renamed(created, Samples.unique("Listed"));
      configurations().replace(renamed, created.revision());
      stored.add(renamed);
    }
    for (int limit : new int[] {1, 2, 3, 7, 100}) {
      assertThat(Paging.all(limit, this::listConfigurations))
          .doesNotHaveDuplicates()
          .containsAll(stored)
          .allSatisfy(listed -> assertThat(configurations().find(listed.id())).contains(listed));
    }
  }

  @Test
  default void configurationsAreListedByNameWhateverItsCase() {
    String mark = Samples.unique("order");
    WebhookConfiguration b = created(Samples.configuration("b of " + mark));
    WebhookConfiguration a = created(Samples.configuration("A of " + mark));
    WebhookConfiguration begins = created(Samples.configuration(mark.toUpperCase(Locale.ROOT)));

    assertThat(found(ConfigurationFilter.named(mark))).containsExactly(begins, a, b);
    List<String> all =
        Paging.all(3, this::listConfigurations).stream()
            .map(each -> WebhookConfiguration.uniqueForm(each.name()))
            .toList();
    assertThat(all).isSorted();
  }

  @Test
  default void configurationsAreFoundByTheirState() {
    String mark = Samples.unique("state");
    WebhookConfiguration enabled = created(Samples.configuration(mark + " enabled"));
    WebhookConfiguration stopped = created(Samples.configuration(mark + " disabled"));
    WebhookConfiguration disabled = stopped.disabled("why", Samples.NOW);
    assertThat(configurations().replace(disabled, stopped.revision()))
        .isEqualTo(new Saving.Saved());
    WebhookConfiguration failing = created(Samples.configuration(mark + " failing"));
    FailingStreak streak = new FailingStreak(Samples.NOW, Samples.NOW, 3, false);
    assertThat(configurations().recordStreak(failing, Optional.of(streak))).isTrue();
    WebhookConfiguration noted = configurations().find(failing.id()).orElseThrow();

    assertThat(found(of(mark, State.ENABLED))).containsExactly(enabled, noted);
    assertThat(found(of(mark, State.DISABLED))).containsExactly(disabled);
    assertThat(found(of(mark, State.FAILING))).containsExactly(noted);
  }

  private List<WebhookConfiguration> found(ConfigurationFilter filter) {
    return Paging.all(2, (cursor, limit) -> configurations().list(filter, cursor, limit));
  }

  private static ConfigurationFilter of(String text, State state) {
    return new ConfigurationFilter(Optional.of(text), Optional.of(state));
  }

  @Test
  default void foreignCursorsAreRefused() {
    saved(Samples.task());
    saved(Samples.task());
    List<String> foreign = new ArrayList<>(Paging.GARBAGE);
    foreign.add(Paging.cursor(this::listTasks));
    for (String cursor : foreign) {
      assertThatThrownBy(() -> listConfigurations(Optional.of(cursor), 10))
          .as("cursor %s", cursor)
          .isInstanceOf(InvalidCursorException.class);
    }
  }

  private WebhookConfiguration created(WebhookConfiguration configuration) {
    assertThat(configurations().create(configuration)).isEqualTo(new Saving.Saved());
    return configuration;
  }

  private CdrTask saved(CdrTask task) {
    assertThat(tasks().save(task, ANY)).isEqualTo(new CdrTasks.Saving.Saved(task));
    return task;
  }
}
