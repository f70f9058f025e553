package io.cdrwebhooks.emulators;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Combines the three emulators.
final class EmulatedAws implements AwsEndpoints {
  private static final AccessKey ACCESS_KEY = new AccessKey("test-access-key", "not-a-secret");

  private final Map<String, ObjectCreatedListener> listeners = new ConcurrentHashMap<>();
  private final DynamoDbEmulator dynamoDb = DynamoDbEmulator.start(ACCESS_KEY, null);
  private final SqsEmulator sqs = SqsEmulator.start(List.of(), ACCESS_KEY);
  private final SqsClient sqsClient = ACCESS_KEY.sqs(sqs.endpoint());
  private final S3Emulator s3 =
      S3Emulator.start(
          new S3Settings(0, Optional.empty(), ACCESS_KEY, List.of()),
          this::objectCreated,
          InstantSource.system());

  @Override
  public URI s3() {
    return s3.endpoint();
  }

  @Override
  public URI sqs() {
    return sqs.endpoint();
  }

  @Override
  public URI dynamoDb() {
    return dynamoDb.endpoint();
  }

  @Override
  public AccessKey accessKey() {
    return ACCESS_KEY;
  }

  @Override
  public void notifyOfCreatedObjects(String bucket, String queueUrl) {
    listeners.put(
        bucket, new S3Notifications(sqsClient, queueUrl, InstantSource.system(), Duration.ZERO));
  }

  @Override
  public void close() {
    s3.close();
    sqsClient.close();
    sqs.close();
    dynamoDb.close();
  }

  private void objectCreated(BucketEvent event) {
    ObjectCreatedListener listener = listeners.get(event.bucket());
    if (listener != null) {
      listener.objectCreated(event);
    }
  }
}
