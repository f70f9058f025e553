package io.cdrwebhooks.emulators;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The three emulators as one, each started at its first use.
final class EmulatedAws implements AwsEndpoints {
  private static final AccessKey ACCESS_KEY =
      new AccessKey("test-access-key", "test-secret-key-of-no-worth");

  private final Map<String, ObjectCreatedListener> listeners = new ConcurrentHashMap<>();
  private final Lazily<S3Emulator> s3 =
      new Lazily<>(
          () ->
              S3Emulator.start(
                  new S3Settings(0, new ObjectStorage.InMemory(), ACCESS_KEY, List.of()),
                  this::objectCreated,
                  InstantSource.system()));
  private final Lazily<SqsEmulator> sqs = new Lazily<>(() -> SqsEmulator.start(0, List.of()));
  private final Lazily<DynamoDbEmulator> dynamoDb = new Lazily<>(DynamoDbEmulator::start);
  private final Lazily<SqsClient> sqsClient = new Lazily<>(() -> ACCESS_KEY.sqs(sqs()));

  @Override
  public URI s3() {
    return s3.get().endpoint();
  }

  @Override
  public URI sqs() {
    return sqs.get().endpoint();
  }

  @Override
  public URI dynamoDb() {
    return dynamoDb.get().endpoint();
  }

  @Override
  public AccessKey accessKey() {
    return ACCESS_KEY;
  }

  @Override
  public void notifyOfCreatedObjects(String bucket, String queueUrl) {
    listeners.put(bucket, new S3Notifications(sqsClient.get(), queueUrl, InstantSource.system()));
  }

  @Override
  public void close() {
    s3.close();
    sqsClient.close();
    sqs.close();
    dynamoDb.close();
  }

  private void objectCreated(ObjectCreated event) {
    ObjectCreatedListener listener = listeners.get(event.bucket());
    if (listener != null) {
      listener.objectCreated(event);
    }
  }
}
