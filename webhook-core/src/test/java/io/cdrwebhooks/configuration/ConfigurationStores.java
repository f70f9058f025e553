package io.cdrwebhooks.configuration;

import io.cdrwebhooks.paging.Page;
import java.util.Optional;

/// The two stores as their contract suites see them: the same pair during a test, perhaps with
/// records of other tests.
public interface ConfigurationStores {
  WebhookConfigurations configurations();

  CdrTasks tasks();

  default Page<WebhookConfiguration> listConfigurations(Optional<String> cursor, int limit) {
    return configurations().list(ConfigurationFilter.ALL, cursor, limit);
  }

  default Page<CdrTask> listTasks(Optional<String> cursor, int limit) {
    return tasks().list(TaskFilter.ALL, cursor, limit);
  }
}
