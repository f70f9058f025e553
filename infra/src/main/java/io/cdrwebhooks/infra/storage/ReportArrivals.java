package io.cdrwebhooks.infra.storage;

import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.cdk.Grants;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.ReportStorage;
import io.cdrwebhooks.infra.settings.ReportStorage.InOwnBucket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.EventType;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.NotificationKeyFilter;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.notifications.SqsDestination;
import software.constructs.Construct;

/// The arrival of reports: the bucket that the exporter uploads to, and the two queues that get an
/// event for each new object. `queue` gets it at once. The queue of background work gets it later,
/// to check whether the first one was lost.
///
/// A bucket of the deployment sends events to `queue` directly. An existing bucket may have
/// notifications of its owner, which ours would replace, so a rule of EventBridge forwards its
/// events. The second events always come through EventBridge, by a separate rule.
public final class ReportArrivals extends Construct {
  static final String PREFIX = "reports/";

  /// The prefix of samples, which only tests of configurations announce; S3 sends no events for it.
  static final String SAMPLES = "samples/";

  public final IBucket bucket;
  private final Optional<String> bucketKeyArn;

  /// The delay of the second event after the first one: the longest delay that SQS supports.
  public static final Duration SECOND_EVENT_AFTER = Duration.ofMinutes(15);

  /// The name of the rule for second events.
  public final String secondEventsRule;

  /// The name of the rule that forwards events from an existing bucket to the queue.
  ///
  /// It is fixed in advance: the service, which watches the rule, then imports nothing that exists
  /// for only one kind of bucket. Therefore an operator can deploy the service before this stack
  /// drops its bucket.
  public final Optional<String> existingBucketRule;

  public final WorkQueue queue;

  /// `backgroundWork` delays messages by [#SECOND_EVENT_AFTER].
  public ReportArrivals(
      Construct scope, String id, DeploymentSettings settings, WorkQueue backgroundWork) {
    super(scope, id);
    queue = new WorkQueue(this, "Arrivals", "report-arrivals");
    secondEventsRule = settings.named("-SecondEvents");
    switch (settings.reports()) {
      case ReportStorage.InOwnBucket own -> {
        Optional<Key> key = own.customerKey() ? Optional.of(key()) : Optional.empty();
        bucket = ownBucket(own.keptDays(), key, settings);
        bucketKeyArn = key.map(Key::getKeyArn);
        existingBucketRule = Optional.empty();
      }
      case ReportStorage.InExistingBucket existing -> {
        bucket = Bucket.fromBucketName(this, "Reports", existing.name());
        bucketKeyArn = existing.keyArn();
        existingBucketRule = Optional.of(settings.named("-ReportArrivals"));
        leadToQueue("ExistingBucket", existingBucketRule.get(), queue);
      }
    }
    leadToQueue("SecondEvents", secondEventsRule, backgroundWork);
  }

  /// Allows a function to read reports and samples of any version, and to learn that one was
  /// deleted.
  public void grantRead(IGrantable reader) {
    // Without s3:ListBucket a missing object answers 403. A condition on s3:prefix would bring the
    // 403 back, because only list requests have a prefix.
    Grants.allow(reader, bucket.getBucketArn(), "s3:ListBucket");
    grantSign(reader);
  }

  /// Lets a function read reports and samples of any version, or sign URLs of them: a URL may read
  /// what its signer may read. S3 answers 403 if the object was deleted.
  public void grantSign(IGrantable reader) {
    Grants.allow(reader, bucket.arnForObjects(PREFIX + "*"), "s3:GetObject", "s3:GetObjectVersion");
    Grants.allow(
        reader, bucket.arnForObjects(SAMPLES + "*"), "s3:GetObject", "s3:GetObjectVersion");
    bucketKeyArn.ifPresent(key -> Grants.allow(reader, key, "kms:Decrypt"));
  }

  /// Allows a function to list the versions of reports, and nothing else in the bucket.
  public void grantListVersions(IGrantable lister) {
    Grants.allowIf(
        Map.of("StringEquals", Map.of("s3:prefix", PREFIX)),
        lister,
        bucket.getBucketArn(),
        "s3:ListBucketVersions");
    Grants.allow(lister, bucket.getBucketArn(), "s3:GetBucketVersioning");
  }

  public void grantStoreSamples(IGrantable writer) {
    Grants.allow(writer, bucket.arnForObjects(SAMPLES + "*"), "s3:PutObject");
    bucketKeyArn.ifPresent(key -> Grants.allow(writer, key, "kms:GenerateDataKey", "kms:Decrypt"));
  }

  /// Creates the key. It stays when the stack is deleted, and when the setting is turned off:
  /// stored reports need it.
  private Key key() {
    Key key =
        Key.Builder.create(this, "ReportsKey")
            .description("Encrypts the reports of CDR Webhooks")
            .enableKeyRotation(true)
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    CfnOutput.Builder.create(Stack.of(this), "ReportsKeyArn").value(key.getKeyArn()).build();
    return key;
  }

  private Bucket ownBucket(int keptDays, Optional<Key> key, DeploymentSettings settings) {
    NotificationsHandler handler = new NotificationsHandler(this, "Notifications", settings);
    Bucket.Builder builder =
        Bucket.Builder.create(this, "Reports")
            .versioned(true)
            .encryption(key.isPresent() ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED)
            .enforceSsl(true)
            .minimumTlsVersion(1.2)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .lifecycleRules(lifeCycle(keptDays))
            .eventBridgeEnabled(true)
            .notificationsHandlerRole(handler.role());
    // With the bucket key, S3 makes one request to KMS for many objects.
    key.ifPresent(each -> builder.encryptionKey(each).bucketKeyEnabled(true));
    Bucket own = builder.build();
    own.addEventNotification(
        EventType.OBJECT_CREATED,
        new SqsDestination(queue.queue),
        NotificationKeyFilter.builder().prefix(PREFIX).build());
    handler.allow(own);
    return own;
  }

  private void leadToQueue(String id, String ruleName, WorkQueue to) {
    Rule.Builder.create(this, id)
        .ruleName(ruleName)
        .description("Reports that arrive in the bucket")
        .eventPattern(
            EventPattern.builder()
                .source(List.of("aws.s3"))
                .detailType(List.of("Object Created"))
                .detail(
                    new TreeMap<>(
                        Map.of(
                            "bucket", Map.of("name", List.of(bucket.getBucketName())),
                            "object", Map.of("key", List.of(Map.of("prefix", PREFIX))))))
                .build())
        .targets(List.of(SqsQueue.Builder.create(to.queue).build()))
        .build();
  }

  /// Returns the rules by which the bucket deletes reports, samples, and incomplete uploads.
  private static List<LifecycleRule> lifeCycle(int keptDays) {
    return List.of(
        expiring("reports", PREFIX, keptDays),
        expiring("samples", SAMPLES, InOwnBucket.MIN_DAYS),
        // Without this rule, S3 keeps the marker of an expired report as long as it kept the
        // report, and the reconciliation lists both.
        LifecycleRule.builder().id("delete-markers").expiredObjectDeleteMarker(true).build(),
        LifecycleRule.builder()
            .id("unfinished-uploads")
            .abortIncompleteMultipartUploadAfter(CdkDuration.of(Duration.ofDays(7)))
            .build());
  }

  private static LifecycleRule expiring(String id, String prefix, int keptDays) {
    return LifecycleRule.builder()
        .id(id)
        .prefix(prefix)
        .expiration(CdkDuration.of(Duration.ofDays(keptDays)))
        .noncurrentVersionExpiration(CdkDuration.of(Duration.ofDays(InOwnBucket.MIN_DAYS)))
        .build();
  }
}
