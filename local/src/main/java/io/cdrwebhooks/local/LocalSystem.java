package io.cdrwebhooks.local;

import com.sun.net.httpserver.HttpServer;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.emulators.ObjectCreatedListener;
import io.cdrwebhooks.local.gateway.GatewayRoutes;
import io.cdrwebhooks.local.gateway.HttpGateway;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.vault.LocalKeyFileVault;
import io.cdrwebhooks.local.web.SampleExports;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Notices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Runs all parts of a deployment in this JVM: emulators, functions, pollers, gateway. Binds to
/// 127.0.0.1.
///
/// The parts are in the order of the deployment's template: object store, queues, tables,
/// functions, HTTP API.
public final class LocalSystem implements AutoCloseable {
  /// The names of the tables.
  public static final TableNames TABLES = TableNames.STANDARD;

  private final Parts started = new Parts();
  private final EmulatedBackend backend;
  private final AwsClients clients;
  private final LocalFunctions.Settings functionSettings;
  private final Dispatch dispatch;
  private final RuntimeInputs inputs;
  private final Path signatureKey;
  private final URI apiUrl;
  private final LocalRoutes localRoutes;
  private final Parts delivering = new Parts();

  private LocalSystem(
      LocalSettings settings,
      Notices notices,
      RuntimeInputs inputs,
      UnaryOperator<ObjectCreatedListener> notifications)
      throws IOException, InterruptedException {
    this.inputs = inputs;
    try {
      HttpServer listener = HttpGateway.bind(settings.ports().api());
      started.opened(() -> listener.stop(0));
      apiUrl = HttpGateway.url(listener);
      backend = started.opened(new EmulatedBackend(settings, notifications));
      clients = started.opened(new AwsClients(backend.access()));
      createTables(settings);
      functionSettings =
          new LocalFunctions.Settings(
              TABLES,
              LocalSettings.BUCKET,
              queue -> URI.create(backend.queueUrl(queue)),
              apiUrl,
              settings.receiverRules(),
              Pace.STANDARD);
      signatureKey = signatureKey(settings);
      SignatureVault vault = LocalKeyFileVault.open(signatureKey, new SecureRandom());
      LocalFunctions functions =
          started.opened(
              LocalFunctions.create(
                  clients, functionSettings, new LocalFunctions.StandIns(vault, notices), inputs));

      localRoutes = new LocalRoutes(apiUrl, settings.secrets().tokenKey(), inputs.clock());
      started.opened(
          new HttpGateway(
              listener,
              new GatewayRoutes(
                  functions.configApi(), functions.downloadLink(), functions.receiverRequests()),
              localRoutes.guard(),
              localRoutes.endpoints(samples(settings, inputs)),
              inputs.log()));
      dispatch = functions.dispatch();
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts the system, and returns when every part answers. If a part fails, it stops the parts
  /// that it has started.
  ///
  /// @throws StartFailure for a cause that a person can remove, e.g. a port in use
  public static LocalSystem start(LocalSettings settings, Notices notices, RuntimeInputs inputs)
      throws IOException, InterruptedException {
    LocalSystem system = new LocalSystem(settings, notices, inputs, UnaryOperator.identity());
    system.startDelivering();
    return system;
  }

  /// Starts the system without dispatch, which another process runs. `notifications` gets the first
  /// events of new reports, and passes them on to the given listener.
  public static LocalSystem startWithoutDispatch(
      LocalSettings settings,
      RuntimeInputs inputs,
      UnaryOperator<ObjectCreatedListener> notifications)
      throws IOException, InterruptedException {
    return new LocalSystem(settings, _ -> {}, inputs, notifications);
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

  /// Returns the public base URL, under which the API and the callback URLs are.
  public URI apiUrl() {
    return apiUrl;
  }

  public URI s3Url() {
    return url(AwsService.S3);
  }

  public URI sqsUrl() {
    return url(AwsService.SQS);
  }

  public URI dynamoDbUrl() {
    return url(AwsService.DYNAMODB);
  }

  private URI url(AwsService service) {
    return Objects.requireNonNull(backend.access().endpoints().get(service), service::name);
  }

  public String queueUrl(String queue) {
    return backend.queueUrl(queue);
  }

  /// Returns the file with the key that encrypts Signatures.
  public Path signatureKey() {
    return signatureKey;
  }

  /// Issues a token for the API with both scopes, valid for twelve hours.
  public ApiToken issueToken() {
    return localRoutes.token();
  }

  /// Returns a new address that opens the console once, within 15 minutes.
  public URI consoleLink() {
    return localRoutes.consoleLink();
  }

  public AwsClients clients() {
    return clients;
  }

  private void createTables(LocalSettings settings) throws InterruptedException {
    DynamoDbTables.create(clients.dynamoDb(), TABLES);
    if (!DynamoDbTables.haveAllIndexes(clients.dynamoDb(), TABLES)) {
      throw new StartFailure(
          "The tables are from an earlier version. Delete %s to start with empty tables."
              .formatted(settings.directory("dynamodb").orElseThrow()));
    }
  }

  private SampleExports samples(LocalSettings settings, RuntimeInputs inputs) {
    CdrTasks tasks = new DynamoDbStores(clients.dynamoDb(), TABLES).tasks();
    return new SampleExports(
        tasks::find, new Exporter(s3Url(), settings.secrets().accessKey())::upload, inputs.clock());
  }

  /// Returns the file of the vault's key. It is kept with the data, or deleted at the end if the
  /// data is in memory.
  private Path signatureKey(LocalSettings settings) throws IOException {
    Optional<Path> kept = settings.directory("signature-encryption-key");
    if (kept.isPresent()) {
      return kept.get();
    }
    Path key = Files.createTempDirectory("cdr-webhooks-").resolve("key");
    started.opened(() -> Files.delete(key.getParent()));
    started.opened(() -> Files.delete(key));
    return key;
  }

  void startDelivering() {
    delivering.opened(new DispatchTriggers(dispatch, clients.sqs(), functionSettings, inputs));
  }

  /// Delivers queued work for up to 20 seconds, and nothing after that. The other parts still
  /// answer, so receivers can fetch the announced reports.
  public void stopDelivering() {
    delivering.close();
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
