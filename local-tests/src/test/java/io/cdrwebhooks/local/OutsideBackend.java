package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.emulators.QueueDefinition;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A bucket with versions, and new queues and tables, on moto. The bucket sends its events to
/// EventBridge, as an existing bucket does: the events that moto sends to a queue lack the
/// sequencer.
record OutsideBackend(AwsAccess access, String prefix) implements Backend {
  static OutsideBackend create(URI endpoint, LocalSettings settings) {
    // Moto stores the chunks and checksums that the SDK sends by default as if they were the
    // object.
    System.setProperty("aws.requestChecksumCalculation", "WHEN_REQUIRED");
    AwsAccess access =
        new AwsAccess(
            Region.of(AccessKey.REGION),
            AwsEndpoints.forTests().accessKey().credentials(),
            Arrays.stream(AwsService.values())
                .collect(Collectors.toMap(Function.identity(), _ -> endpoint)));
    OutsideBackend backend = new OutsideBackend(access, "system-" + UUID.randomUUID() + "-");
    try (AwsClients clients = new AwsClients(access)) {
      SqsClient sqs = clients.sqs();
      for (QueueDefinition queue : settings.queues().definitions()) {
        backend.createQueue(sqs, queue);
      }
      backend.createBucket(clients.s3());
      backend.leadToQueue(clients.eventBridge(), backend.arn(sqs, LocalQueues.ARRIVALS));
    }
    return backend;
  }

  @Override
  public String bucket() {
    return prefix + "reports";
  }

  /// Asked of the service, whose addresses differ.
  @Override
  public String queueUrl(String queue) {
    try (AwsClients clients = new AwsClients(access)) {
      return url(clients.sqs(), queue);
    }
  }

  @Override
  public TableNames tables() {
    return TableNames.withPrefix(prefix);
  }

  /// Leaves moto running: with-moto.sh stops it.
  @Override
  public void close() {}

  private void createQueue(SqsClient sqs, QueueDefinition queue) {
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    attributes.put(
        QueueAttributeName.VISIBILITY_TIMEOUT, "" + queue.visibilityTimeout().toSeconds());
    QueueDefinition.DeadLetters dead = queue.deadLetters();
    if (dead != null) {
      attributes.put(
          QueueAttributeName.REDRIVE_POLICY,
          "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
              .formatted(arn(sqs, dead.queueName()), dead.maxReceiveCount()));
    }
    sqs.createQueue(create -> create.queueName(prefix + queue.name()).attributes(attributes));
  }

  private void createBucket(S3Client s3) {
    s3.createBucket(create -> create.bucket(bucket()));
    s3.putBucketVersioning(
        put ->
            put.bucket(bucket())
                .versioningConfiguration(all -> all.status(BucketVersioningStatus.ENABLED)));
    s3.putBucketNotificationConfiguration(
        put ->
            put.bucket(bucket())
                .notificationConfiguration(
                    all ->
                        all.eventBridgeConfiguration(EventBridgeConfiguration.builder().build())));
  }

  private void leadToQueue(EventBridgeClient eventBridge, String queueArn) {
    String pattern =
        """
        {
          "source": ["aws.s3"],
          "detail-type": ["Object Created"],
          "detail": {"bucket": {"name": ["%s"]}, "object": {"key": [{"prefix": "reports/"}]}}
        }
        """;
    eventBridge.putRule(
        put -> put.name(prefix + "arrivals").eventPattern(pattern.formatted(bucket())));
    eventBridge.putTargets(
        put ->
            put.rule(prefix + "arrivals").targets(Target.builder().id("1").arn(queueArn).build()));
  }

  private String url(SqsClient sqs, String queue) {
    return sqs.getQueueUrl(ask -> ask.queueName(prefix + queue)).queueUrl();
  }

  private String arn(SqsClient sqs, String queue) {
    return sqs.getQueueAttributes(
            ask -> ask.queueUrl(url(sqs, queue)).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }
}
