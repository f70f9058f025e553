package io.cdrwebhooks.chaos.world;

import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbStatistics;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.chaos.timeline.Dice;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.emulators.DynamoDbEmulator;
import io.cdrwebhooks.emulators.ObjectStorage;
import io.cdrwebhooks.emulators.QueueDefinition;
import io.cdrwebhooks.emulators.S3Emulator;
import io.cdrwebhooks.emulators.S3Notifications;
import io.cdrwebhooks.emulators.S3Settings;
import io.cdrwebhooks.emulators.SqsEmulator;
import io.cdrwebhooks.local.gateway.GatewayRoutes;
import io.cdrwebhooks.local.gateway.HttpGateway;
import io.cdrwebhooks.local.gateway.TokenGuard;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.token.TokenAuthorizer;
import io.cdrwebhooks.local.token.TokenRules;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Runs the parts that do not fail: the emulators, a versioned bucket, queues, tables, and the
/// download function behind its gateway. They all run in this JVM, with their data in memory.
public final class World implements AutoCloseable {
  public static final String BUCKET = "cdr-reports";
  public static final TableNames TABLES = TableNames.withPrefix("");

  public static final String ARRIVALS = "report-arrivals";
  public static final String DUE_ATTEMPTS = "due-attempts";
  public static final String BACKGROUND_WORK = "background-work";
  public static final String DEAD = "-dlq";
  private static final List<String> QUEUES = List.of(ARRIVALS, DUE_ATTEMPTS, BACKGROUND_WORK);

  /// Shorter than the lease, so that a message that is received again finds its lane held.
  private static final Duration VISIBILITY = Duration.ofSeconds(20);

  /// Part of every secret of a run.
  public static final String SECRET = "of-no-worth";

  private static final int RECEIVES = 1_000;
  public static final AccessKey ACCESS_KEY = new AccessKey("chaos", "key-" + SECRET);

  private final StartedParts started = new StartedParts();
  private final Uploads uploads = new Uploads();
  private final DynamoDbEmulator dynamoDbEmulator;
  private final SqsEmulator sqsEmulator;
  private final S3Emulator s3Emulator;
  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private final S3Client s3;
  private final URI gatewayUrl;

  public World(Dice dice) throws InterruptedException {
    dynamoDbEmulator = started.add(DynamoDbEmulator.start());
    sqsEmulator = started.add(SqsEmulator.start(0, queues()));
    AwsClients notifier =
        started.add(new AwsClients(access(Map.of(AwsService.SQS, sqsEmulator.endpoint()))));
    sqs = notifier.sqs();
    UnreliableNotifications notifications =
        started.add(
            new UnreliableNotifications(
                new S3Notifications(sqs, sqsEmulator.queueUrl(ARRIVALS), InstantSource.system()),
                uploads,
                dice));
    s3Emulator =
        started.add(
            S3Emulator.start(
                new S3Settings(0, new ObjectStorage.InMemory(), ACCESS_KEY, List.of(BUCKET)),
                notifications,
                InstantSource.system()));
    AwsClients clients =
        started.add(
            new AwsClients(
                access(
                    Map.of(
                        AwsService.DYNAMODB, dynamoDbEmulator.endpoint(),
                        AwsService.S3, s3Emulator.endpoint()))));
    dynamoDb = clients.dynamoDb();
    s3 = clients.s3();
    DynamoDbTables.create(dynamoDb, TABLES);
    var _ =
        s3.putBucketVersioning(
            put ->
                put.bucket(BUCKET)
                    .versioningConfiguration(now -> now.status(BucketVersioningStatus.ENABLED)));
    gatewayUrl = serveLinks(clients);
  }

  private static AwsAccess access(Map<AwsService, URI> endpoints) {
    return new AwsAccess(Region.of(AwsEndpoints.REGION), ACCESS_KEY.credentials(), endpoints);
  }

  private static List<QueueDefinition> queues() {
    return Stream.concat(
            QUEUES.stream().map(queue -> QueueDefinition.of(queue + DEAD, VISIBILITY)),
            QUEUES.stream()
                .map(
                    queue ->
                        QueueDefinition.of(queue, VISIBILITY)
                            .withDeadLetters(queue + DEAD, RECEIVES)))
        .toList();
  }

  private URI serveLinks(AwsClients clients) {
    EventLog silent = new EventLog(InstantSource.system(), line -> {});
    LocalFunction links =
        new LocalFunction(
            "download-link",
            new DownloadLinkHandler(
                new DownloadLinkHandler.Stores(
                    new DynamoDbDownloadLinks(dynamoDb, TABLES.downloadLinks()),
                    new DynamoDbDeliveries(dynamoDb, TABLES.deliveries()),
                    new DynamoDbStatistics(dynamoDb, TABLES.statistics(), Duration.ofSeconds(1))),
                new S3PresignedUrls(clients.s3Presigner()),
                InstantSource.system(),
                silent),
            Duration.ofSeconds(10));
    LocalFunction configApi =
        new LocalFunction(
            "config-api",
            (event, answer, context) -> {
              throw new IOException("the chaos run must not call the API");
            },
            Duration.ofSeconds(1));
    HttpServer listener = HttpGateway.bind(0);
    started.add(
        new HttpGateway(
            listener,
            new GatewayRoutes(configApi, links),
            new TokenGuard(
                new TokenAuthorizer(TokenRules.trustingNobody(), InstantSource.system())),
            Map.of(),
            silent));
    return HttpGateway.url(listener);
  }

  /// Uploads a report as the exporter does.
  public void upload(Report report) {
    uploads.begin(report);
    var _ =
        s3.putObject(
            put -> {
              put.bucket(BUCKET).key(report.key()).contentType("application/zip");
              report
                  .statedLines()
                  .ifPresent(
                      lines -> put.metadata(Map.of("number-of-lines", Long.toString(lines))));
            },
            RequestBody.fromBytes(report.content()));
  }

  public Uploads uploads() {
    return uploads;
  }

  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  public SqsClient sqs() {
    return sqs;
  }

  public URI dynamoDbUrl() {
    return dynamoDbEmulator.endpoint();
  }

  public URI s3Url() {
    return s3Emulator.endpoint();
  }

  public URI sqsUrl() {
    return sqsEmulator.endpoint();
  }

  public URI gatewayUrl() {
    return gatewayUrl;
  }

  /// Returns the queues' own URLs, without a proxy.
  public WorkQueues workQueues() {
    return new WorkQueues(
        URI.create(sqsEmulator.queueUrl(DUE_ATTEMPTS)),
        URI.create(sqsEmulator.queueUrl(BACKGROUND_WORK)));
  }

  /// Returns the beginning of the path of the queues' URLs, which is the same behind a proxy.
  public String queuesPath() {
    String path = URI.create(sqsEmulator.queueUrl(ARRIVALS)).getPath();
    return path.substring(0, path.lastIndexOf('/'));
  }

  private int waiting(String queue) {
    QueueAttributeName waiting = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    return Integer.parseInt(
        sqs.getQueueAttributes(
                get -> get.queueUrl(sqsEmulator.queueUrl(queue)).attributeNames(waiting))
            .attributes()
            .get(waiting));
  }

  /// Returns the number of messages in the dead-letter queues.
  public int deadLetters() {
    return QUEUES.stream().mapToInt(queue -> waiting(queue + DEAD)).sum();
  }

  @Override
  public void close() {
    started.close();
  }
}
