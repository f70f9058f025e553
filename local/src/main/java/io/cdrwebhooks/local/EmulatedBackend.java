package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.DynamoDbEmulator;
import io.cdrwebhooks.emulators.ObjectCreatedListener;
import io.cdrwebhooks.emulators.S3Emulator;
import io.cdrwebhooks.emulators.S3Notifications;
import io.cdrwebhooks.emulators.S3Settings;
import io.cdrwebhooks.emulators.SqsEmulator;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.regions.Region;

/// The emulators in which the local system stores its reports, messages and records. The bucket and
/// the queues exist, the tables may be missing.
final class EmulatedBackend implements AutoCloseable {
  private final LocalSettings settings;
  private final Parts started = new Parts();
  private final DynamoDbEmulator dynamoDb;
  private final SqsEmulator sqs;
  private final S3Emulator s3;

  /// Starts the emulators. `notifications` wraps the sender of the first events of new reports.
  ///
  /// @throws io.cdrwebhooks.emulators.EmulatorException when a port is taken or a directory in use
  EmulatedBackend(LocalSettings settings, UnaryOperator<ObjectCreatedListener> notifications) {
    this.settings = settings;
    AccessKey accessKey = settings.secrets().accessKey();
    try {
      dynamoDb =
          started.opened(
              DynamoDbEmulator.start(accessKey, settings.directory("dynamodb").orElse(null)));
      sqs = started.opened(SqsEmulator.start(settings.queues().definitions(), accessKey));
      // The object store has its own client for the queue, as S3 has its own connection to SQS.
      AwsClients notifier =
          started.opened(new AwsClients(access(Map.of(AwsService.SQS, sqs.endpoint()))));
      ObjectCreatedListener first =
          notifications.apply(notifications(notifier, LocalQueues.ARRIVALS, Duration.ZERO));
      ObjectCreatedListener second =
          notifications(
              notifier, LocalQueues.BACKGROUND_WORK, settings.queues().secondEventAfter());
      s3 =
          started.opened(
              S3Emulator.start(
                  new S3Settings(
                      settings.ports().s3(),
                      settings.directory("s3"),
                      accessKey,
                      List.of(LocalSettings.BUCKET)),
                  event -> {
                    first.objectCreated(event);
                    second.objectCreated(event);
                  },
                  InstantSource.system()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private ObjectCreatedListener notifications(AwsClients notifier, String queue, Duration delay) {
    return new S3Notifications(notifier.sqs(), queueUrl(queue), InstantSource.system(), delay);
  }

  AwsAccess access() {
    return access(
        Map.of(
            AwsService.DYNAMODB, dynamoDb.endpoint(),
            AwsService.SQS, sqs.endpoint(),
            AwsService.S3, s3.endpoint()));
  }

  private AwsAccess access(Map<AwsService, URI> endpoints) {
    return new AwsAccess(
        Region.of(AccessKey.REGION), settings.secrets().accessKey().credentials(), endpoints);
  }

  /// Returns the URL of one of [LocalQueues#ALL], or of its dead-letter queue.
  String queueUrl(String queue) {
    return sqs.queueUrl(queue);
  }

  @Override
  public void close() {
    started.close();
  }
}
