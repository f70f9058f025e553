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
import org.junit.jupiter.api.Test;

/// Tests that the stores of configurations and tasks give the right answer when the SDK repeats a
/// request whose answer was lost.
@SpeaksToAws
class LostAnswersTest {
  private static final TestTables TABLES = TestTables.create();

  @Test
  void lostAnswersDoNotChangeTheOutcome() {
    WatchedHttp http = new WatchedHttp();
    WebhookConfigurations configurations = TABLES.through(http).configurations();
    CdrTasks tasks = TABLES.through(http).tasks();
    http.watchedBy(Faults.everyAnswerLostOnce());

    WebhookConfiguration first = Samples.configuration();
    assertThat(configurations.create(first)).isEqualTo(new Saving.Saved());
    WebhookConfiguration second = Samples.renamed(first, Samples.unique("Second"));
    assertThat(configurations.replace(second, first.revision())).isEqualTo(new Saving.Saved());
    Optional<FailingStreak> streak = Optional.of(FailingStreak.begin(Samples.NOW));
    assertThat(configurations.recordStreak(second, streak)).isTrue();
    assertThat(configurations.find(first.id()).orElseThrow().health().failing()).isEqualTo(streak);
    WebhookConfiguration third = Samples.edited(second);
    assertThat(configurations.replace(third, second.revision())).isEqualTo(new Saving.Saved());
    assertThat(configurations.find(first.id())).contains(third);
    assertThat(configurations.create(Samples.configuration(third.name())))
        .isEqualTo(new Saving.NameTaken());
    CdrTask task = Samples.task(first.id());
    assertThat(tasks.save(task, Optional.empty())).isEqualTo(new CdrTasks.Saving.Saved(task));
    assertThat(configurations.delete(first.id(), Optional.empty()))
        .isEqualTo(new Deletion.InUse(List.of(task.taskId())));
    assertThat(tasks.delete(task.taskId(), Optional.empty(), Samples.NOW))
        .isEqualTo(new CdrTasks.Deletion.Deleted());
    assertThat(configurations.delete(first.id(), Optional.empty()))
        .isEqualTo(new Deletion.Deleted());
    for (WebhookConfiguration free : List.of(first, third)) {
      assertThat(configurations.create(Samples.configuration(free.name())))
          .isEqualTo(new Saving.Saved());
    }
  }
}
