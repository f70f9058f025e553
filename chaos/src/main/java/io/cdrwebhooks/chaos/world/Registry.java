package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbBulkJobs;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// The operator's tasks and configurations. It uses the stores directly, without faults.
public final class Registry {
  private final DynamoDbWebhookConfigurations configurations;
  private final DynamoDbCdrTasks tasks;
  private final DynamoDbBulkJobs jobs;
  private final DynamoDbDeliveries deliveries;
  private final SqsDueAttempts dueAttempts;
  private final SignatureVault vault;

  public Registry(World world, SignatureVault vault) {
    this.configurations =
        new DynamoDbWebhookConfigurations(world.dynamoDb(), World.TABLES.webhookConfigurations());
    this.tasks =
        new DynamoDbCdrTasks(
            world.dynamoDb(), World.TABLES.webhookConfigurations(), World.TABLES.cdrTasks());
    this.jobs = new DynamoDbBulkJobs(world.dynamoDb(), World.TABLES.deliveries());
    this.deliveries = new DynamoDbDeliveries(world.dynamoDb(), World.TABLES.deliveries());
    this.dueAttempts = new SqsDueAttempts(world::sqs, world.workQueues());
    this.vault = vault;
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /// Stores the task and the configuration of a receiver.
  public void enter(Recipient recipient) {
    Instant now = now();
    WebhookConfiguration configuration =
        new WebhookConfiguration(
            recipient.configuration(),
            recipient.name(),
            new ReceiverUrl(recipient.url()),
            SignaturePeriods.first(
                vault.seal(recipient.key(), recipient.configuration()),
                recipient.key().hint(),
                now),
            true,
            SendLimits.STANDARD,
            ReceiverHealth.GOOD,
            now,
            now,
            Revision.FIRST);
    var _ = configurations.create(configuration);
    var _ =
        tasks.save(
            CdrTask.of(
                recipient.task(),
                recipient.taskName(),
                Optional.of(recipient.configuration()),
                now),
            Optional.empty());
  }

  public WebhookConfiguration configuration(Recipient recipient) {
    return configurations.find(recipient.configuration()).orElseThrow();
  }

  /// Enables a configuration again, and releases the held deliveries, as the API does.
  public void enable(Recipient recipient) {
    WebhookConfiguration was = configuration(recipient);
    WebhookConfiguration enabled =
        new WebhookConfiguration(
            was.id(),
            was.name(),
            was.url(),
            was.signatures(),
            true,
            was.limits(),
            ReceiverHealth.GOOD,
            was.createdAt(),
            now(),
            was.revision().next());
    var _ = configurations.replace(enabled, was.revision());
    TimeRange sinceEver = new TimeRange(now().minus(Duration.ofDays(90)), now().plusSeconds(60));
    BulkJob release =
        BulkJob.create(
            BulkJobId.of(UUID.randomUUID()),
            new BulkJob.Task.Release(recipient.configuration(), sinceEver),
            now());
    var _ = jobs.create(release);
    dueAttempts.send(new DueWork.OfJob(release.id()), Duration.ZERO);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
