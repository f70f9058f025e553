package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.local.ApiClient;
import io.cdrwebhooks.local.LocalQueues;
import io.cdrwebhooks.local.LocalSecrets;
import io.cdrwebhooks.local.LocalSettings;
import io.cdrwebhooks.local.LocalSystem;
import io.cdrwebhooks.local.token.TokenKey;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// Runs and operates the parts that do not fail: a local system without dispatch, with its data in
/// memory, a versioned bucket, and unreliable notifications.
public final class World implements AutoCloseable {

  /// Shorter than the lease, so that a worker that receives a message again finds its lane held.
  private static final Duration VISIBILITY = Duration.ofSeconds(20);

  /// The delay of second events. They arrive before a reconciliation looks for the report, and
  /// often before the first event.
  private static final Duration SECOND_EVENT_AFTER = Duration.ofSeconds(3);

  /// A text that every secret of a run contains.
  public static final String SECRET = "not-a-secret";

  public static final AccessKey ACCESS_KEY = new AccessKey("chaos", "key-" + SECRET);

  private final Uploads uploads = new Uploads();
  private final LocalSystem system;
  private final ApiClient api;
  private final Deliveries deliveries;

  public World(Dice dice) throws IOException, InterruptedException {
    LocalSecrets secrets =
        new LocalSecrets(
            TokenKey.random(new SecureRandom()), ACCESS_KEY, new SignatureKey("key-" + SECRET));
    system =
        LocalSystem.startWithoutDispatch(
            new LocalSettings(
                LocalSettings.Ports.FREE,
                Optional.empty(),
                secrets,
                new LocalQueues(VISIBILITY, SECOND_EVENT_AFTER),
                ReceiverRules.LOCAL),
            LocalSystem.inputs(_ -> {}, _ -> {}),
            queue -> new UnreliableNotifications(queue, uploads, dice));
    var _ =
        s3().putBucketVersioning(
                put ->
                    put.bucket(LocalSettings.BUCKET)
                        .versioningConfiguration(
                            now -> now.status(BucketVersioningStatus.ENABLED)));
    api = new ApiClient(system.apiUrl(), system.issueToken());
    deliveries = new DynamoDbStores(system.clients().dynamoDb(), LocalSystem.TABLES).deliveries();
  }

  private S3Client s3() {
    return system.clients().s3();
  }

  public void upload(PlannedReport report) {
    uploads.begin(report);
    var _ =
        s3().putObject(
                put ->
                    put.bucket(LocalSettings.BUCKET)
                        .key(report.key())
                        .contentType("application/zip"),
                RequestBody.fromBytes(report.content()));
  }

  public Uploads uploads() {
    return uploads;
  }

  public LocalSystem system() {
    return system;
  }

  /// Returns the beginning of the path of the queues' URLs, which is the same behind a proxy.
  public String queuesPath() {
    String path = URI.create(system.queueUrl(LocalQueues.ARRIVALS)).getPath();
    return path.substring(0, path.lastIndexOf('/'));
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /// Creates the task, with numbered reports, and the configuration of a receiver.
  public Recipient enter(String name, Recipient.Part part, TaskId task, SignatureKey key, URI url)
      throws IOException, InterruptedException {
    String id = api.createConfiguration(name, url, key);
    Recipient recipient = new Recipient(name, part, task, new ConfigurationId(id), key, url);
    api.createNumberedTask(task, "Task of " + name, id);
    return recipient;
  }

  public boolean isEnabled(Recipient recipient) throws IOException, InterruptedException {
    return api.get("/webhook-configurations/" + recipient.configuration())
        .required("enabled")
        .asBoolean();
  }

  /// Enables a configuration again, which releases its held deliveries.
  public void enable(Recipient recipient) throws IOException, InterruptedException {
    api.enableConfiguration(recipient.configuration().value(), recipient.name(), recipient.url());
  }

  @Override
  public void close() {
    system.close();
  }
}
