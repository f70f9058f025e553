package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.local.ApiClient;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;

/// The operator, who uses the API and reads the stored deliveries.
public final class Registry {
  private final ApiClient api;
  private final Deliveries deliveries;

  public Registry(World world) {
    this.api = new ApiClient(world.system().apiUrl(), world.system().issueToken());
    this.deliveries =
        new DynamoDbDeliveries(world.system().clients().dynamoDb(), World.TABLES.deliveries());
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /// Creates the task, with numbered reports, and the configuration of a receiver.
  public Recipient enter(String name, Recipient.Part part, TaskId task, SignatureKey key, URI url)
      throws IOException, InterruptedException {
    String id = api.createConfiguration(name, url, key);
    Recipient recipient = new Recipient(name, part, task, new ConfigurationId(id), key, url);
    api.createNumberedTask(task, recipient.taskName(), id);
    return recipient;
  }

  public boolean isEnabled(Recipient recipient) throws IOException, InterruptedException {
    return api.get("/webhook-configurations/" + recipient.configuration())
        .required("enabled")
        .asBoolean();
  }

  /// Enables a configuration again, which releases its held deliveries.
  public void enable(Recipient recipient) throws IOException, InterruptedException {
    api.enableConfiguration(recipient.configuration().value(), recipient.name(), recipient.url());
  }
}
