package io.cdrwebhooks.local;

import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.kms.LocalKeyFileVault;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Surroundings;
import io.cdrwebhooks.emulators.AwsEndpoints;
import io.cdrwebhooks.emulators.DynamoDbEmulator;
import io.cdrwebhooks.emulators.ObjectStorage;
import io.cdrwebhooks.emulators.S3Emulator;
import io.cdrwebhooks.emulators.S3Notifications;
import io.cdrwebhooks.emulators.S3Settings;
import io.cdrwebhooks.emulators.SqsEmulator;
import io.cdrwebhooks.local.gateway.GatewayRoutes;
import io.cdrwebhooks.local.gateway.HttpGateway;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.QueuePoller;
import io.cdrwebhooks.local.lambda.ScheduledInvocations;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.notice.Notices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Everything that a deployment has, in this JVM: emulators, functions, pollers, gateway. Binds to
/// 127.0.0.1.
///
/// Reads as the deployment's template does: object store, queues, tables, functions, HTTP API.
public final class LocalSystem implements AutoCloseable {
  private static final int BATCHES_AT_ONCE = 5;
  private static final Duration SWEEP = Duration.ofMinutes(5);
  private static final Duration RECONCILIATION = Duration.ofHours(1);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Deque<AutoCloseable> pollers = new ArrayDeque<>();
  private final AwsClients clients;
  private final List<String> queueUrls;
  private final LocalFunction dispatch;
  private final LocalFunction dueAttempts;
  private final URI sqsUrl;
  private final EventLog log;
  private final URI apiUrl;
  private final URI s3Url;
  private final WayIn wayIn;

  private LocalSystem(LocalSettings settings, Notices notices, Surroundings surroundings)
      throws IOException, InterruptedException {
    try {
      HttpServer listener = HttpGateway.bind(settings.ports().api());
      started.push(() -> listener.stop(0));
      apiUrl = HttpGateway.url(listener);
      DynamoDbEmulator dynamoDb =
          opened(DynamoDbEmulator.start(0, directory(settings, "dynamodb").orElse(null)));
      SqsEmulator sqs = opened(SqsEmulator.start(0, settings.queues().definitions()));
      AwsClients notifier = opened(notifier(sqs, settings));
      S3Emulator s3 = opened(s3(settings, notifier.sqs(), sqs.queueUrl(LocalQueues.ARRIVALS)));
      s3Url = s3.endpoint();

      clients = opened(new AwsClients(access(settings, dynamoDb, sqs, s3)));
      TableNames tables = TableNames.withPrefix("");
      DynamoDbTables.create(clients.dynamoDb(), tables);
      if (!DynamoDbTables.haveAllIndexes(clients.dynamoDb(), tables)) {
        throw new StartFailure(
            "The tables are of an earlier version. Delete %s to begin anew."
                .formatted(directory(settings, "dynamodb").orElseThrow()));
      }
      LocalFunctions functions =
          opened(
              LocalFunctions.create(
                  clients,
                  new LocalFunctions.Names(
                      tables,
                      URI.create(sqs.queueUrl(LocalQueues.DUE_ATTEMPTS)),
                      apiUrl,
                      settings.receiverRules()),
                  new LocalFunctions.Stand(vault(settings), notices),
                  surroundings));

      wayIn = new WayIn(apiUrl, settings.secrets().tokenKey(), surroundings.clock());
      opened(
          HttpGateway.serve(
              listener,
              new GatewayRoutes(functions.configApi(), functions.downloadLink()),
              wayIn.guard(),
              wayIn.endpoints(samples(settings, tables, surroundings)),
              surroundings.log()));
      queueUrls =
          List.of(sqs.queueUrl(LocalQueues.ARRIVALS), sqs.queueUrl(LocalQueues.DUE_ATTEMPTS));
      sqsUrl = sqs.endpoint();
      dispatch = functions.dispatch();
      dueAttempts = functions.dueAttempts();
      log = surroundings.log();
      startDelivering();
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Returns when every part answers; whatever was started before a failure is stopped again.
  ///
  /// @throws StartFailure if a person can mend it, e.g. a port that is in use
  public static LocalSystem start(
      LocalSettings settings, Notices notices, Surroundings surroundings)
      throws IOException, InterruptedException {
    return new LocalSystem(settings, notices, surroundings);
  }

  /// The public base URL: the API and the callback URLs are under it.
  public URI apiUrl() {
    return apiUrl;
  }

  public URI s3Url() {
    return s3Url;
  }

  /// Where the queues are, dead letters included.
  public URI sqsUrl() {
    return sqsUrl;
  }

  /// A fresh token for the API, with both scopes, valid for twelve hours.
  public ApiToken issueToken() {
    return wayIn.token();
  }

  /// A fresh address that opens the console once, within a quarter of an hour.
  public URI consoleLink() {
    return wayIn.consoleLink();
  }

  /// Clients of the emulators, as the functions have them.
  AwsClients clients() {
    return clients;
  }

  private <T extends AutoCloseable> T opened(T part) {
    started.push(part);
    return part;
  }

  private static Optional<Path> directory(LocalSettings settings, String name) {
    return settings.dataDirectory().map(directory -> directory.resolve(name));
  }

  private static S3Emulator s3(LocalSettings settings, SqsClient notifier, String queueUrl) {
    ObjectStorage storage =
        directory(settings, "s3")
            .<ObjectStorage>map(ObjectStorage.InDirectory::new)
            .orElseGet(ObjectStorage.InMemory::new);
    return S3Emulator.start(
        new S3Settings(
            settings.ports().s3(),
            storage,
            settings.secrets().accessKey(),
            List.of(LocalSettings.BUCKET)),
        new S3Notifications(notifier, queueUrl, InstantSource.system()),
        InstantSource.system());
  }

  private SampleExports samples(
      LocalSettings settings, TableNames tables, Surroundings surroundings) {
    CdrTasks tasks =
        new DynamoDbCdrTasks(clients.dynamoDb(), tables.webhookConfigurations(), tables.cdrTasks());
    return new SampleExports(
        task -> tasks.find(task).isPresent(),
        new Exporter(s3Url, settings.secrets().accessKey())::upload,
        surroundings.clock());
  }

  /// The encryption key of stored Signatures is kept with the data, or goes with it.
  private SignatureVault vault(LocalSettings settings) throws IOException {
    Optional<Path> kept = directory(settings, "signature-encryption-key");
    if (kept.isPresent()) {
      return LocalKeyFileVault.open(kept.get(), new SecureRandom());
    }
    Path temporary = Files.createTempDirectory("cdr-webhooks-");
    started.push(() -> deleteAll(temporary));
    return LocalKeyFileVault.open(temporary.resolve("key"), new SecureRandom());
  }

  private static void deleteAll(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve("key"));
    Files.deleteIfExists(directory);
  }

  /// The object store's own client for the queue, as S3 has its own way to SQS.
  private static AwsClients notifier(SqsEmulator sqs, LocalSettings settings) {
    return new AwsClients(
        new AwsAccess(
            Region.of(AwsEndpoints.REGION),
            settings.secrets().accessKey().credentials(),
            Map.of(AwsService.SQS, sqs.endpoint())));
  }

  private static AwsAccess access(
      LocalSettings settings, DynamoDbEmulator dynamoDb, SqsEmulator sqs, S3Emulator s3) {
    return new AwsAccess(
        Region.of(AwsEndpoints.REGION),
        settings.secrets().accessKey().credentials(),
        Map.of(
            AwsService.DYNAMODB, dynamoDb.endpoint(),
            AwsService.SQS, sqs.endpoint(),
            AwsService.S3, s3.endpoint()));
  }

  /// Takes up what comes into the queues.
  void startDelivering() {
    SqsClient sqs = clients.sqs();
    for (String queueUrl : queueUrls) {
      pollers.push(new QueuePoller(sqs, queueUrl, dispatch, BATCHES_AT_ONCE, log));
    }
    pollers.push(new ScheduledInvocations(dueAttempts, "{\"work\":\"sweep\"}", SWEEP, log));
    pollers.push(
        new ScheduledInvocations(dueAttempts, "{\"work\":\"reconcile\"}", RECONCILIATION, log));
  }

  /// Delivers what is queued, as far as that is done in 20 seconds, and takes up nothing after
  /// that. Everything else still answers, so receivers can fetch what they were told of.
  void stopDelivering() {
    closeAll(pollers);
  }

  /// Stops the parts in the opposite order, all of them, whatever one of them says.
  @Override
  public void close() {
    try {
      stopDelivering();
    } finally {
      closeAll(started);
    }
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    RuntimeException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("a part did not stop", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
