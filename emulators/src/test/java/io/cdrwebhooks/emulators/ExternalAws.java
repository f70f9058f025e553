package io.cdrwebhooks.emulators;

import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Moto at one endpoint, which speaks all three protocols and accepts any key.
record ExternalAws(URI endpoint) implements AwsEndpoints {
  @Override
  public URI s3() {
    return endpoint;
  }

  @Override
  public URI sqs() {
    return endpoint;
  }

  @Override
  public URI dynamoDb() {
    return endpoint;
  }

  @Override
  public AccessKey accessKey() {
    return new AccessKey("test", "test");
  }

  @Override
  public void notifyOfCreatedObjects(String bucket, String queueUrl) {
    try (SqsClient sqs = accessKey().sqs(endpoint);
        S3Client s3 = accessKey().s3(endpoint)) {
      String queueArn =
          sqs.getQueueAttributes(
                  request ->
                      request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      QueueConfiguration queue =
          QueueConfiguration.builder().queueArn(queueArn).events(Event.S3_OBJECT_CREATED).build();
      var _ =
          s3.putBucketNotificationConfiguration(
              request ->
                  request
                      .bucket(bucket)
                      .notificationConfiguration(all -> all.queueConfigurations(queue)));
    }
  }

  /// Does nothing: with-moto.sh stops it.
  @Override
  public void close() {}
}
