package io.cdrwebhooks.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.EventType;
import software.amazon.awscdk.services.s3.NotificationKeyFilter;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.notifications.SqsDestination;
import software.constructs.Construct;

/// A report arrives: the bucket that the exporter uploads to, and the queue that is told of each
/// new object.
final class ReportArrivals extends Construct {
  private static final String PREFIX = "reports/";

  /// What only a test of a configuration announces; no event tells of it.
  private static final String SAMPLES = "samples/";

  private final Bucket bucket;
  private final WorkQueue queue;

  ReportArrivals(Construct scope, String id) {
    super(scope, id);
    bucket =
        Bucket.Builder.create(this, "Reports")
            .versioned(true)
            .encryption(BucketEncryption.S3_MANAGED)
            .enforceSsl(true)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .build();
    queue = new WorkQueue(this, "Arrivals", Dispatch.TIMEOUT);
    bucket.addEventNotification(
        EventType.OBJECT_CREATED,
        new SqsDestination(queue.queue()),
        NotificationKeyFilter.builder().prefix(PREFIX).build());
  }

  Bucket bucket() {
    return bucket;
  }

  WorkQueue queue() {
    return queue;
  }

  /// Lets a function read reports and samples of any version, and learn that one is gone.
  void grantRead(IGrantable reader) {
    // Without s3:ListBucket a missing object answers 403. It is not narrowed by s3:prefix, which
    // only requests to
    // list carry, and the 403 would be back.
    bucket
        .getGrants()
        .actionsOnBucketAndObjectKeys(
            reader, PREFIX + "*", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket");
    bucket
        .getGrants()
        .actionsOnObjectKeys(reader, SAMPLES + "*", "s3:GetObject", "s3:GetObjectVersion");
  }

  /// Lets a function list the versions of reports, and nothing else that lies in the bucket.
  void grantListVersions(IGrantable lister) {
    Grant.addToPrincipal(
        onBucket(lister, "s3:ListBucketVersions")
            .conditions(Map.of("StringEquals", Map.of("s3:prefix", PREFIX)))
            .build());
    Grant.addToPrincipal(onBucket(lister, "s3:GetBucketVersioning").build());
  }

  void grantStoreSamples(IGrantable writer) {
    bucket.getGrants().actionsOnObjectKeys(writer, SAMPLES + "*", "s3:PutObject");
  }

  private GrantOnPrincipalOptions.Builder onBucket(IGrantable grantee, String action) {
    return GrantOnPrincipalOptions.builder()
        .grantee(grantee)
        .actions(List.of(action))
        .resourceArns(List.of(bucket.getBucketArn()));
  }
}
