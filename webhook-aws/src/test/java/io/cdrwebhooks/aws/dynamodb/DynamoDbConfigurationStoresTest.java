package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.CdrTasksContract;
import io.cdrwebhooks.configuration.ConfigurationRacesContract;
import io.cdrwebhooks.configuration.ConfigurationStores;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurationsContract;
import org.junit.jupiter.api.Nested;

/// The stores in DynamoDB keep to the contracts of configurations and tasks.
class DynamoDbConfigurationStoresTest {
  abstract static class Stores implements ConfigurationStores {
    private static final TestTables TABLES = TestTables.create();
    private final WebhookConfigurations configurations = TABLES.configurations();
    private final CdrTasks tasks = TABLES.tasks();

    @Override
    public WebhookConfigurations configurations() {
      return configurations;
    }

    @Override
    public CdrTasks tasks() {
      return tasks;
    }

    @Override
    public int rounds() {
      return 10;
    }
  }

  @Nested
  class Configurations extends Stores implements WebhookConfigurationsContract {}

  @Nested
  class Tasks extends Stores implements CdrTasksContract {}

  @Nested
  class Races extends Stores implements ConfigurationRacesContract {}
}
