package io.cdrwebhooks.infra.storage;

import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudtrail.CfnTrail;
import software.amazon.awscdk.services.cloudtrail.CfnTrail.AdvancedEventSelectorProperty;
import software.amazon.awscdk.services.cloudtrail.CfnTrail.AdvancedFieldSelectorProperty;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/// A trail of CloudTrail that records who read or wrote which object of the report bucket, in a
/// bucket that keeps the records for a year. It has no other events.
public final class AccessTrail extends Construct {
  private static final Duration RETENTION = Duration.ofDays(365);

  public AccessTrail(Construct scope, String id, DeploymentSettings settings, IBucket reports) {
    super(scope, id);
    Bucket records =
        Bucket.Builder.create(this, "Records")
            .encryption(BucketEncryption.S3_MANAGED)
            .enforceSsl(true)
            .minimumTlsVersion(1.2)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .lifecycleRules(
                List.of(LifecycleRule.builder().expiration(CdkDuration.of(RETENTION)).build()))
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    // The name is fixed in advance, because the bucket's policy names the trail and must exist
    // before it.
    String name = settings.named("-Reports");
    allowWriting(records, name);
    CfnTrail trail =
        CfnTrail.Builder.create(this, "Trail")
            .trailName(name)
            .s3BucketName(records.getBucketName())
            .isLogging(true)
            .isMultiRegionTrail(false)
            .includeGlobalServiceEvents(false)
            .enableLogFileValidation(true)
            .advancedEventSelectors(List.of(objectsOf(reports)))
            .build();
    trail.getNode().addDependency(records.getPolicy());
  }

  /// Source: "Amazon S3 bucket policy for CloudTrail".
  private void allowWriting(Bucket records, String trail) {
    String arn =
        Fn.join(
            ":",
            List.of(
                "arn", Aws.PARTITION, "cloudtrail", Aws.REGION, Aws.ACCOUNT_ID, "trail/" + trail));
    records.addToResourcePolicy(
        toCloudTrail("s3:GetBucketAcl", records.getBucketArn())
            .conditions(Map.of("StringEquals", Map.of("aws:SourceArn", arn)))
            .build());
    records.addToResourcePolicy(
        toCloudTrail("s3:PutObject", records.arnForObjects("AWSLogs/" + Aws.ACCOUNT_ID + "/*"))
            .conditions(
                Map.of(
                    "StringEquals",
                    // The order is fixed, so that the template is the same each time.
                    new TreeMap<>(
                        Map.of("aws:SourceArn", arn, "s3:x-amz-acl", "bucket-owner-full-control"))))
            .build());
  }

  private static PolicyStatement.Builder toCloudTrail(String action, String resource) {
    return PolicyStatement.Builder.create()
        .principals(List.of(new ServicePrincipal("cloudtrail.amazonaws.com")))
        .actions(List.of(action))
        .resources(List.of(resource));
  }

  private static AdvancedEventSelectorProperty objectsOf(IBucket reports) {
    return AdvancedEventSelectorProperty.builder()
        .name("Requests for objects of the report bucket")
        .fieldSelectors(
            List.of(
                field("eventCategory").equalTo(List.of("Data")).build(),
                field("resources.type").equalTo(List.of("AWS::S3::Object")).build(),
                field("resources.ARN")
                    .startsWith(List.of(Fn.join("", List.of(reports.getBucketArn(), "/"))))
                    .build()))
        .build();
  }

  private static AdvancedFieldSelectorProperty.Builder field(String name) {
    return AdvancedFieldSelectorProperty.builder().field(name);
  }
}
