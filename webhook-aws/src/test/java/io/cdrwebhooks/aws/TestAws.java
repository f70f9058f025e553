package io.cdrwebhooks.aws;

import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.emulators.backend.SentRequests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.regions.Region;

/// Gives tests S3, SQS and DynamoDB: from the emulators, or from an external endpoint.
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

  /// Skips the test on an external endpoint that accepts a forged URL, as moto does. The emulators
  /// must check it.
  public static void assumePresignedUrlsAreChecked(URI presigned) throws Exception {
    if (AwsEndpoints.outside().isEmpty()) {
      return;
    }
    URI forged = URI.create(presigned.toString().replaceAll("(X-Amz-Signature=)[^&]*", "$1forged"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(forged).build();
      SentRequests.note(forged);
      Assumptions.assumeFalse(
          http.send(request, BodyHandlers.discarding()).statusCode() == 200,
          "the endpoint does not check presigned URLs");
    }
  }

  /// A name for a bucket, queue or table that no other test uses.
  public static String uniqueName(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }
}
