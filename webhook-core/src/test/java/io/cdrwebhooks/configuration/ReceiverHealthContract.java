package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.testing.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every store of webhook configurations for the health of their receivers.
public interface ReceiverHealthContract extends ConfigurationStores {
  @Test
  default void healthIsReplacedWithTheConfiguration() {
    FailingStreak streak = new FailingStreak(Samples.NOW, Samples.NOW.plusMillis(1), 3, true);
    ReceiverHealth earlier =
        new ReceiverHealth(Optional.of(streak), "410 on 1 March", Optional.empty());
    WebhookConfiguration first = created(Samples.configuration().with(earlier));
    assertThat(configurations().find(first.id())).contains(first);
    WebhookConfiguration second = first.disabled("failing for five days", Samples.NOW);
    assertThat(configurations().replace(second, first.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations().find(first.id())).contains(second);
  }

  @Test
  default void recordingAStreakChangesNothingElse() {
    ReceiverHealth noticed = ReceiverHealth.disabled("why", Samples.NOW).with(Optional.empty());
    WebhookConfiguration first = created(Samples.configuration().with(noticed));
    WebhookConfiguration seen = first;
    FailingStreak begun = FailingStreak.begin(Samples.NOW);
    FailingStreak confirmed = begun.failedAgain(Samples.NOW.plusSeconds(86_400));
    for (Optional<FailingStreak> streak :
        List.of(
            Optional.of(begun),
            Optional.of(confirmed),
            Optional.of(confirmed.withWarning()),
            Optional.<FailingStreak>empty())) {
      assertThat(configurations().recordStreak(seen, streak)).isTrue();
      seen = first.with(noticed.with(streak));
      assertThat(configurations().find(first.id())).contains(seen);
    }
    assertThat(configurations().replace(Samples.edited(first), first.revision()))
        .isEqualTo(new Saving.Saved());
  }

  @Test
  default void noticeIsDueUntilItIsRecorded() {
    WebhookConfiguration enabled = created(Samples.configuration());
    WebhookConfiguration disabled = enabled.disabled("why", Samples.NOW);
    assertThat(configurations().replace(disabled, enabled.revision()))
        .isEqualTo(new Saving.Saved());

    configurations().recordNotice(enabled);
    assertThat(configurations().find(enabled.id())).as("an old revision").contains(disabled);

    configurations().recordNotice(disabled);
    ReceiverHealth health = configurations().find(enabled.id()).orElseThrow().health();
    assertThat(health.owesNotice()).isFalse();
    assertThat(health.disabledReason()).isEqualTo("why");
  }

  @Test
  default void streakIsRecordedOnlyIfNothingHasChanged() {
    WebhookConfiguration seen = created(Samples.configuration());
    FailingStreak begun = FailingStreak.begin(Samples.NOW);
    FailingStreak other = FailingStreak.begin(Samples.NOW.plusMillis(1));
    assertThat(configurations().recordStreak(seen, Optional.of(begun))).isTrue();
    assertThat(configurations().recordStreak(seen, Optional.of(other))).isFalse();
    for (FailingStreak almost :
        List.of(
            other,
            new FailingStreak(begun.since(), other.since(), 1, false),
            new FailingStreak(begun.since(), begun.lastFailureAt(), 2, false),
            new FailingStreak(begun.since(), begun.lastFailureAt(), 1, true))) {
      WebhookConfiguration wrong = seen.with(ReceiverHealth.failing(almost));
      assertThat(configurations().recordStreak(wrong, Optional.empty())).isFalse();
    }
    assertThat(configurations().find(seen.id())).contains(seen.with(ReceiverHealth.failing(begun)));
  }

  @Test
  default void replacementDoesNotBringBackAStreakThatEnded() {
    WebhookConfiguration created = created(Samples.configuration());
    FailingStreak begun = FailingStreak.begin(Samples.NOW);
    assertThat(configurations().recordStreak(created, Optional.of(begun))).isTrue();
    ReceiverHealth health = ReceiverHealth.failing(begun);
    WebhookConfiguration renamed = Samples.edited(created).with(health);
    assertThat(configurations().recordStreak(created.with(health), Optional.empty())).isTrue();

    assertThat(configurations().replace(renamed, created.revision()))
        .isEqualTo(new Saving.Changed());
    assertThat(configurations().find(created.id())).contains(created);
  }

  @Test
  default void changedConfigurationRefusesAStreak() {
    WebhookConfiguration seen = created(Samples.configuration());
    WebhookConfiguration changed = Samples.edited(seen);
    configurations().replace(changed, seen.revision());
    assertThat(changed.health()).as("both streaks are empty").isEqualTo(seen.health());
    assertThat(configurations().recordStreak(seen, Optional.of(FailingStreak.begin(Samples.NOW))))
        .isFalse();
    assertThat(configurations().find(seen.id())).contains(changed);
  }

  @Test
  default void streakOfAnUnknownConfigurationIsNotStored() {
    WebhookConfiguration deleted = created(Samples.configuration());
    configurations().delete(deleted.id(), Optional.empty());
    for (WebhookConfiguration gone : List.of(deleted, Samples.configuration())) {
      assertThat(configurations().recordStreak(gone, Optional.of(FailingStreak.begin(Samples.NOW))))
          .isFalse();
      assertThat(configurations().recordStreak(gone, Optional.empty())).isFalse();
      assertThat(configurations().find(gone.id())).isEmpty();
      created(Samples.configuration(gone.name()));
    }
  }

  private WebhookConfiguration created(WebhookConfiguration configuration) {
    assertThat(configurations().create(configuration)).isEqualTo(new Saving.Saved());
    return configuration;
  }
}
