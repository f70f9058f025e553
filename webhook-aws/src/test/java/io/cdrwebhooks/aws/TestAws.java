package io.cdrwebhooks.aws;

import io.cdrwebhooks.emulators.AwsEndpoints;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.regions.Region;

/// Gives tests S3, SQS and DynamoDB: from the emulators, or from moto.
public final class TestAws {
  private TestAws() {}

  /// Only what is named is started.
  public static AwsAccess access(AwsService... services) {
    AwsEndpoints aws = AwsEndpoints.forTests();
    Map<AwsService, URI> endpoints = new EnumMap<>(AwsService.class);
    for (AwsService service : services) {
      endpoints.put(
          service,
          switch (service) {
            case S3 -> aws.s3();
            case SQS -> aws.sqs();
            case DYNAMODB -> aws.dynamoDb();
            case KMS, EVENTBRIDGE, SNS ->
                throw new IllegalArgumentException("the emulators lack it, see FullAws");
          });
    }
    return new AwsAccess(Region.of(aws.region()), aws.accessKey().credentials(), endpoints);
  }

  /// A name for a bucket, queue or table that no other test uses.
  public static String uniqueName(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }
}
