package io.cdrwebhooks.configuration;

import org.junit.jupiter.api.Nested;

/// The in-memory twins fulfil the contracts.
class InMemoryConfigurationStoresTest {
  private final InMemoryWebhookConfigurations configurations = new InMemoryWebhookConfigurations();
  private final InMemoryCdrTasks tasks = new InMemoryCdrTasks(configurations);

  abstract class Stores implements ConfigurationStores {
    @Override
    public WebhookConfigurations configurations() {
      return configurations;
    }

    @Override
    public CdrTasks tasks() {
      return tasks;
    }
  }

  @Nested
  class Configurations extends Stores implements WebhookConfigurationsContract {}

  @Nested
  class Health extends Stores implements ReceiverHealthContract {}

  @Nested
  class Tasks extends Stores implements CdrTasksContract {}
}
