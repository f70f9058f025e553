package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.regions.Region;

/// The emulators as the local system has them, without the system: bucket, queue, tables, and a
/// configuration with its tasks.
final class EmulatedServices implements AutoCloseable {
  private static final TableNames TABLES = TableNames.withPrefix("");

  private final AwsEndpoints endpoints = AwsEndpoints.start();
  private final AwsClients clients;
  private final BareAws aws;
  private final String queueUrl;
  private final String dueAttemptsUrl;

  EmulatedServices() throws InterruptedException {
    clients =
        new AwsClients(
            new AwsAccess(
                Region.of(endpoints.region()),
                endpoints.accessKey().credentials(),
                Map.of(
                    AwsService.S3, endpoints.s3(),
                    AwsService.SQS, endpoints.sqs(),
                    AwsService.DYNAMODB, endpoints.dynamoDb())));
    aws = BareAws.of(clients);
    var _ = aws.s3().createBucket(request -> request.bucket(LocalSettings.BUCKET));
    queueUrl = aws.sqs().createQueue(request -> request.queueName("report-arrivals")).queueUrl();
    dueAttemptsUrl = aws.sqs().createQueue(request -> request.queueName("due-attempts")).queueUrl();
    endpoints.notifyOfCreatedObjects(LocalSettings.BUCKET, queueUrl);
    DynamoDbTables.create(aws.dynamoDb(), TABLES);
  }

  /// Has the reports of all tasks go to a receiver.
  void tell(URI receiver) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    WebhookConfiguration configuration =
        new WebhookConfiguration(
            id,
            "Bench",
            new ReceiverUrl(receiver),
            SignaturePeriods.first(new SealedSignature("key", "sealed"), "hint", now),
            true,
            SendLimits.STANDARD,
            ReceiverHealth.GOOD,
            now,
            now,
            Revision.FIRST);
    var _ =
        new DynamoDbWebhookConfigurations(aws.dynamoDb(), TABLES.webhookConfigurations())
            .create(configuration);
    DynamoDbCdrTasks tasks =
        new DynamoDbCdrTasks(aws.dynamoDb(), TABLES.webhookConfigurations(), TABLES.cdrTasks());
    for (int task : SteadyUploads.tasks()) {
      var _ =
          tasks.save(
              new CdrTask(new TaskId(task), "Task " + task, Optional.of(id), Revision.FIRST),
              Optional.empty());
    }
  }

  AwsEndpoints endpoints() {
    return endpoints;
  }

  AwsClients clients() {
    return clients;
  }

  BareAws aws() {
    return aws;
  }

  String queueUrl() {
    return queueUrl;
  }

  String dueAttemptsUrl() {
    return dueAttemptsUrl;
  }

  /// Nobody looks at the signatures.
  static SignatureVault vault() {
    return new SignatureVault() {
      @Override
      public SealedSignature seal(SignatureKey signature, ConfigurationId configuration) {
        return new SealedSignature("key", "sealed");
      }

      @Override
      public SignatureKey open(SealedSignature signature, ConfigurationId configuration) {
        return new SignatureKey("a signature that nobody needs to keep");
      }
    };
  }

  @Override
  public void close() {
    clients.close();
    endpoints.close();
  }
}
