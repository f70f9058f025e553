package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.aws.snapshot.Rounds;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.RememberedSignatures;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.rehearsal.RehearsedAws;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Rehearses the dispatch functions: deliveries of made-up reports, from the event to the record,
/// with everything of theirs but AWS' answers.
///
/// Two things are real, since what they load and compile is most of a first request: reads of a
/// table, and the requests to the receiver. That is DynamoDB's own address: it is there before
/// anything else of a deployment is, and refuses what it is sent. Source: AWS SDK for Java 2.x
/// Developer Guide, "Warm up SDK clients".
final class DispatchRehearsal implements Rehearsal {
  /// Enough that what a delivery runs is compiled: what a round does once, the quick compiler takes
  /// up after some two hundred times.
  private static final int ROUNDS = 100;

  /// Of each round.
  static final int EVENTS = 2;

  /// The receiver's address is ours, so nothing of it is refused.
  private static final ReceiverRules ANY_RECEIVER = ReceiverRules.LOCAL;

  private final DispatchEnvironment environment;
  private final BiFunction<Dispatch, RuntimeInputs, RequestStreamHandler> function;
  private final byte[] event;
  private final int rounds;

  private DispatchRehearsal(
      DispatchEnvironment environment,
      BiFunction<Dispatch, RuntimeInputs, RequestStreamHandler> function,
      byte[] event,
      int rounds) {
    this.environment = environment;
    this.function = function;
    this.event = event;
    this.rounds = rounds;
  }

  /// `environment` must be one of its own: the keys that it is given are old after the snapshot.
  static Rehearsal ofArrivals(DispatchEnvironment environment) {
    return ofArrivals(environment, ROUNDS);
  }

  static Rehearsal ofArrivals(DispatchEnvironment environment, int rounds) {
    return () ->
        new DispatchRehearsal(environment, DispatchHandler::new, resource("arrivals"), rounds)
            .perform();
  }

  /// The schedules' function, at the sweep and at the beginning of a reconciliation.
  static Rehearsal ofSchedules(DispatchEnvironment environment) {
    return ofSchedules(environment, ROUNDS / 2);
  }

  static Rehearsal ofSchedules(DispatchEnvironment environment, int rounds) {
    BiFunction<Dispatch, RuntimeInputs, RequestStreamHandler> function =
        (dispatch, inputs) -> new DueAttemptsHandler(dispatch, environment.reportBucket(), inputs);
    return () -> {
      for (String work : new String[] {"sweep", "reconcile"}) {
        new DispatchRehearsal(environment, function, resource(work), rounds).perform();
      }
    };
  }

  /// Made once: the SDK keeps threads for each.
  private record Clients(
      DynamoDbClient dynamoDb,
      S3Client s3,
      KmsClient kms,
      SqsClient sqs,
      EventBridgeClient events) {
    static Clients of(AwsClients aws) {
      return new Clients(aws.dynamoDb(), aws.s3(), aws.kms(), aws.sqs(), aws.eventBridge());
    }
  }

  private static byte[] resource(String event) throws IOException {
    try (InputStream resource = RehearsedAws.class.getResourceAsStream(event + ".json")) {
      if (resource == null) {
        throw new IOException("the function's package lacks the events of its rehearsal");
      }
      return resource.readAllBytes();
    }
  }

  @Override
  public void perform() throws Exception {
    try (AwsClients real = new AwsClients(environment.access())) {
      play(new ReceiverUrl(real.dynamoDbUrl()));
      DynamoDbDeliveries deliveries =
          new DynamoDbDeliveries(real.dynamoDb(), environment.tables().deliveries());
      RealReads.perform(() -> deliveries.find(new DeliveryId("dlv_" + "0".repeat(32))));
    }
  }

  private void play(ReceiverUrl receiver) throws IOException {
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
    RehearsedAws answers = new RehearsedAws(environment.tables(), receiver, now);
    RuntimeInputs inputs = unheard();
    try (AwsClients aws =
            new AwsClients(environment.access().rehearsed(), new CannedAnswers(answers::answer));
        ReceiverExchange exchange = ReceiverExchange.create(ANY_RECEIVER, inputs.clock())) {
      Clients clients = Clients.of(aws);
      Rounds left = new Rounds(rounds);
      while (left.next()) {
        play(function.apply(dispatch(clients, exchange, inputs), inputs), answers);
      }
    }
  }

  /// A function that begins, and goes on: what it has read the first time it knows the second time.
  private void play(RequestStreamHandler handler, RehearsedAws answers) throws IOException {
    for (int i = 0; i < EVENTS; i++) {
      play(handler, event);
      byte[] sent = answers.sentMessages();
      if (handler instanceof DispatchHandler) {
        play(handler, sent);
      }
    }
  }

  private static void play(RequestStreamHandler handler, byte[] event) throws IOException {
    handler.handleRequest(
        new ByteArrayInputStream(event), new ByteArrayOutputStream(), new RehearsalContext());
  }

  private Dispatch dispatch(Clients clients, ReceiverExchange exchange, RuntimeInputs inputs) {
    return new Dispatch(
        AwsStores.of(clients.dynamoDb(), clients.s3(), environment.tables()),
        new Dispatch.Collaborators(
            new RememberedSignatures(
                new KmsVault(clients::kms, environment.signatureKeyId()), inputs.clock()),
            new CallbackUrls(environment.callbackBaseUrl()),
            exchange,
            new SqsDueAttempts(clients::sqs, environment.queues()),
            _ -> "a rehearsal sets nothing aside",
            new EventBridgeNotices(clients::events, environment.noticesBusName())),
        Pace.STANDARD,
        inputs);
  }

  /// What is logged and counted is written, and goes nowhere.
  private static RuntimeInputs unheard() {
    InstantSource clock = InstantSource.system();
    return new RuntimeInputs(
        clock,
        UUID::randomUUID,
        () -> 0.5,
        new EventLog(clock, line -> {}),
        new Metrics(clock, line -> {}));
  }
}
