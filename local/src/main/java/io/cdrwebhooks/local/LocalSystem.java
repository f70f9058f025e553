package io.cdrwebhooks.local;

import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.kms.LocalKeyFileVault;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Pace;
import io.cdrwebhooks.dispatch.RuntimeInputs;
import io.cdrwebhooks.local.gateway.GatewayRoutes;
import io.cdrwebhooks.local.gateway.HttpGateway;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.QueuePoller;
import io.cdrwebhooks.local.lambda.QueuePoller.Batches;
import io.cdrwebhooks.local.lambda.ScheduledInvocations;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.TokenKey;
import io.cdrwebhooks.local.token.TokenRules;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Notices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Runs everything that a deployment has in this JVM: emulators or another [Backend], functions,
/// pollers, gateway. Binds to 127.0.0.1.
///
/// Has the parts of the deployment's template in the same order: object store, queues, tables,
/// functions, HTTP API.
public final class LocalSystem implements AutoCloseable {
  private static final Batches OF_ARRIVALS = new Batches(10, 20);
  private static final Batches OF_BACKGROUND_WORK = new Batches(10, 10);

  /// A lane whose receiver is slow waits most of its time, and must not hold up others.
  private static final Batches OF_LANES = new Batches(1, 200);

  private final Parts started = new Parts();
  private final Parts pollers = new Parts();
  private final Backend backend;
  private final AwsClients clients;
  private final LocalFunction dispatch;
  private final LocalFunction dueAttempts;
  private final EventLog log;
  private final URI apiUrl;
  private final LocalRoutes localRoutes;

  private LocalSystem(
      LocalSettings settings, Notices notices, RuntimeInputs inputs, Backend.Source source)
      throws IOException, InterruptedException {
    try {
      HttpServer listener = HttpGateway.bind(settings.ports().api());
      started.opened(() -> listener.stop(0));
      apiUrl = HttpGateway.url(listener);
      backend = started.opened(source.open());
      clients = started.opened(new AwsClients(backend.access()));
      createTables(settings);
      LocalFunctions functions =
          started.opened(
              LocalFunctions.create(
                  clients,
                  new LocalFunctions.Names(
                      backend.tables(),
                      backend.bucket(),
                      queue -> URI.create(backend.queueUrl(queue)),
                      apiUrl,
                      settings.receiverRules()),
                  new LocalFunctions.Stand(vault(settings), notices),
                  inputs));

      TokenKey key = settings.secrets().tokenKey();
      localRoutes = new LocalRoutes(apiUrl, TokenRules.of(apiUrl, key), key, inputs.clock());
      started.opened(
          new HttpGateway(
              listener,
              new GatewayRoutes(functions.configApi(), functions.downloadLink()),
              localRoutes.guard(),
              localRoutes.endpoints(samples(settings, inputs)),
              inputs.log()));
      dispatch = functions.dispatch();
      dueAttempts = functions.dueAttempts();
      log = inputs.log();
      startDelivering();
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts the system, and returns when every part answers. If a part fails, it stops the parts
  /// that it has started.
  ///
  /// @throws StartFailure for a cause that a person can remove, e.g. a port that is in use
  public static LocalSystem start(LocalSettings settings, Notices notices, RuntimeInputs inputs)
      throws IOException, InterruptedException {
    return start(settings, notices, inputs, () -> new EmulatedBackend(settings));
  }

  /// Starts the system on other services than the emulators.
  static LocalSystem start(
      LocalSettings settings, Notices notices, RuntimeInputs inputs, Backend.Source source)
      throws IOException, InterruptedException {
    return new LocalSystem(settings, notices, inputs, source);
  }

  /// Returns inputs with real time and random numbers; `log` and `metrics` get their lines.
  public static RuntimeInputs inputs(Consumer<String> log, Consumer<String> metrics) {
    InstantSource clock = InstantSource.system();
    return new RuntimeInputs(
        clock,
        UUID::randomUUID,
        () -> ThreadLocalRandom.current().nextDouble(),
        new EventLog(clock, log),
        new Metrics(clock, metrics));
  }

  /// Returns the public base URL: the API and the callback URLs are under it.
  public URI apiUrl() {
    return apiUrl;
  }

  public URI s3Url() {
    return backend.url(AwsService.S3);
  }

  /// Returns the address of the queues, dead-letter queues included.
  public URI sqsUrl() {
    return backend.url(AwsService.SQS);
  }

  /// Issues a token for the API with both scopes, valid for twelve hours.
  public ApiToken issueToken() {
    return localRoutes.token();
  }

  /// Returns a new address that opens the console once, within a quarter of an hour.
  public URI consoleLink() {
    return localRoutes.consoleLink();
  }

  /// Runs `action` once if the tables are lost before the system is closed; nothing works without
  /// them.
  void whenTablesAreLost(Runnable action) {
    backend.whenTablesAreLost(action);
  }

  /// Returns clients of the backend, as the functions have them.
  public AwsClients clients() {
    return clients;
  }

  Backend backend() {
    return backend;
  }

  private void createTables(LocalSettings settings) throws InterruptedException {
    DynamoDbTables.create(clients.dynamoDb(), backend.tables());
    if (!DynamoDbTables.haveAllIndexes(clients.dynamoDb(), backend.tables())) {
      throw new StartFailure(
          "The tables are from an earlier version. Delete %s to start with empty tables."
              .formatted(settings.directory("dynamodb").orElseThrow()));
    }
  }

  private SampleExports samples(LocalSettings settings, RuntimeInputs inputs) {
    TableNames tables = backend.tables();
    CdrTasks tasks =
        new DynamoDbCdrTasks(clients.dynamoDb(), tables.webhookConfigurations(), tables.cdrTasks());
    return new SampleExports(
        tasks::find,
        new Exporter(s3Url(), settings.secrets().accessKey(), backend.bucket())::upload,
        inputs.clock());
  }

  /// Returns the vault. Its key is kept with the data, or is deleted at the end if the data is in
  /// memory.
  private SignatureVault vault(LocalSettings settings) throws IOException {
    Optional<Path> kept = settings.directory("signature-encryption-key");
    if (kept.isPresent()) {
      return LocalKeyFileVault.open(kept.get(), new SecureRandom());
    }
    Path key = Files.createTempDirectory("cdr-webhooks-").resolve("key");
    started.opened(() -> Files.delete(key.getParent()));
    started.opened(() -> Files.delete(key));
    return LocalKeyFileVault.open(key, new SecureRandom());
  }

  /// Starts the pollers and the schedules.
  void startDelivering() {
    SqsClient sqs = clients.sqs();
    poll(sqs, LocalQueues.ARRIVALS, OF_ARRIVALS);
    poll(sqs, LocalQueues.DUE_ATTEMPTS, OF_LANES);
    poll(sqs, LocalQueues.BACKGROUND_WORK, OF_BACKGROUND_WORK);
    invokeEvery(Pace.STANDARD.sweepEvery(), "sweep");
    invokeEvery(Pace.STANDARD.reconcileEvery(), "reconcile");
  }

  private void poll(SqsClient sqs, String queue, Batches batches) {
    pollers.opened(new QueuePoller(sqs, backend.queueUrl(queue), dispatch, batches, log));
  }

  private void invokeEvery(Duration interval, String work) {
    String event = "{\"work\":\"" + work + "\"}";
    pollers.opened(new ScheduledInvocations(dueAttempts, event, interval, log));
  }

  /// Delivers what is queued for up to 20 seconds, and nothing after that. Everything else still
  /// answers, so receivers can fetch the reports that were announced to them.
  public void stopDelivering() {
    pollers.close();
  }

  /// Stops all parts in reverse order, even if one of them fails to stop.
  @Override
  public void close() {
    try {
      stopDelivering();
    } finally {
      started.close();
    }
  }
}
