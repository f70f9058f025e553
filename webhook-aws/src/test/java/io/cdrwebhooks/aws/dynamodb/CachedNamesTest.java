package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.CachedNames;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationFilter.State;
import io.cdrwebhooks.configuration.TaskFilter;
import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Tests that a process reads all names only when they may have changed, and sees each change that
/// another process makes.
@SpeaksToAws
class CachedNamesTest {
  private final TestTables tables = TestTables.create();
  private final AtomicInteger scans = new AtomicInteger();
  private Instant now = Samples.NOW;
  private final Optional<InstantSource> clock = Optional.of(() -> now);

  private final DynamoDbClient client = tables.watchedBy(new ScanCount(scans)).client();
  private final WebhookConfigurations configurations =
      new DynamoDbWebhookConfigurations(client, tables.names().webhookConfigurations(), clock);
  private final CdrTasks tasks =
      new DynamoDbCdrTasks(
          client, tables.names().webhookConfigurations(), tables.names().cdrTasks(), clock);

  /// Counts the scans of a client; one page each, as the tables are small.
  private record ScanCount(AtomicInteger scans) implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof ScanRequest) {
        scans.incrementAndGet();
      }
    }
  }

  @Test
  void namesOfConfigurationsAreReadAgainOnlyAfterAChange() {
    WebhookConfigurations others = tables.configurations();
    WebhookConfiguration first = Samples.configuration("First");
    others.create(first);
    assertThat(listed()).containsExactly(first);
    assertThat(listed()).containsExactly(first);
    assertThat(scans).hasValue(1);

    WebhookConfiguration another = Samples.configuration("Another");
    others.create(another);
    assertThat(listed()).containsExactly(another, first);
    WebhookConfiguration renamed = Samples.renamed(first, "A first");
    others.replace(renamed, first.revision());
    assertThat(listed()).containsExactly(renamed, another);
    others.delete(another.id(), Optional.empty());
    assertThat(listed()).containsExactly(renamed);
    assertThat(scans).hasValue(4);
  }

  @Test
  void namesOfTasksAreReadAgainOnlyAfterAChange() {
    CdrTasks others = tables.tasks();
    CdrTask task = Samples.task();
    others.save(task, Optional.empty());
    assertThat(listedTasks()).containsExactly(task);

    CdrTask numbered = task.withOptions(new TaskOptions(true, Optional.empty()));
    others.save(numbered, Optional.of(task.revision()));
    assertThat(listedTasks()).hasSize(1).allMatch(each -> each.options().numbered());
    assertThat(scans).as("only the name counts").hasValue(1);

    others.delete(task.taskId(), Optional.empty(), now);
    assertThat(listedTasks()).isEmpty();
    assertThat(scans).hasValue(2);
  }

  @Test
  void changeOfStateIsFoundWithinAMinute() {
    WebhookConfiguration enabled = Samples.configuration("Enabled");
    tables.configurations().create(enabled);
    assertThat(disabled()).isEmpty();
    WebhookConfiguration stopped = enabled.disabled("why", now);
    tables.configurations().replace(stopped, enabled.revision());
    assertThat(listed()).as("what is shown is never old").containsExactly(stopped);

    now = now.plus(CachedNames.KEPT_FOR);
    assertThat(disabled()).containsExactly(stopped);
  }

  private List<WebhookConfiguration> listed() {
    return configurations.list(ConfigurationFilter.ALL, Optional.empty(), 10).items();
  }

  private List<WebhookConfiguration> disabled() {
    ConfigurationFilter filter =
        new ConfigurationFilter(Optional.empty(), Optional.of(State.DISABLED));
    return configurations.list(filter, Optional.empty(), 10).items();
  }

  private List<CdrTask> listedTasks() {
    return tasks.list(TaskFilter.ALL, Optional.empty(), 10).items();
  }
}
