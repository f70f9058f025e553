package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Rehearses the dispatch functions: deliveries of made-up reports, from the event to the record,
/// with everything of theirs but AWS' answers.
///
/// Two things are real, since what they load and compile is most of a first request: reads of a
/// table, and the requests to the receiver. That is DynamoDB's own address: it is there before
/// anything else of a deployment is, and refuses what it is sent. Source: AWS SDK for Java 2.x
/// Developer Guide, "Warm up SDK clients".
///
/// `environment` must serve nothing but the rehearsal: its keys are old after the snapshot.
/// `events` are those of one round.
record DispatchRehearsal(
    DispatchEnvironment environment,
    BiFunction<Dispatch, RuntimeInputs, RequestStreamHandler> function,
    List<String> events,
    int rounds)
    implements Rehearsal {
  /// Enough that what a delivery runs is compiled: what a round does once, the quick compiler takes
  /// up after some two hundred times.
  private static final int ROUNDS = 100;

  /// The name of the made-up bucket.
  private static final String BUCKET = "rehearsal";

  /// The receiver's address is ours, so nothing of it is refused.
  private static final ReceiverRules ANY_RECEIVER = ReceiverRules.LOCAL;

  static Rehearsal ofArrivals(DispatchEnvironment environment) {
    return () -> ofArrivals(environment, ROUNDS).perform();
  }

  /// Two reports arrive, and their lane is worked. Then they arrive again: what the function has
  /// read the first time it knows the second time.
  static DispatchRehearsal ofArrivals(DispatchEnvironment environment, int rounds)
      throws IOException {
    String arrivals = Rehearsal.resource(DispatchRehearsal.class, "arrivals.json");
    String lane = Rehearsal.resource(DispatchRehearsal.class, "lane.json");
    return new DispatchRehearsal(
        environment, DispatchHandler::new, List.of(arrivals, lane, arrivals, lane), rounds);
  }

  static Rehearsal ofSchedules(DispatchEnvironment environment) {
    return ofSchedules(environment, ROUNDS / 2);
  }

  /// The schedules' function, at the sweep and at the beginning of a reconciliation.
  static DispatchRehearsal ofSchedules(DispatchEnvironment environment, int rounds) {
    String sweep = "{\"work\":\"sweep\"}";
    String reconcile = "{\"work\":\"reconcile\"}";
    return new DispatchRehearsal(
        environment,
        (dispatch, inputs) -> new DueAttemptsHandler(dispatch, BUCKET, inputs),
        List.of(sweep, sweep, reconcile, reconcile),
        rounds);
  }

  @Override
  public void perform() throws Exception {
    try (AwsClients real = new AwsClients(environment.access())) {
      play(real.dynamoDbUrl(), line -> {});
      DynamoDbDeliveries deliveries =
          new DynamoDbDeliveries(real.dynamoDb(), environment.tables().deliveries());
      RealReads.perform(() -> deliveries.find(new DeliveryId("dlv_" + "0".repeat(32))));
    }
  }

  /// What is logged and counted goes to `log` alone.
  void play(URI receiver, Consumer<String> log) throws IOException {
    InstantSource clock = Rehearsal.clock();
    RuntimeInputs inputs =
        new RuntimeInputs(
            clock, UUID::randomUUID, () -> 0.5, new EventLog(clock, log), new Metrics(clock, log));
    try (AwsClients clients =
            new AwsClients(
                environment.access().rehearsed(), new CannedAnswers(new RehearsedAws(receiver)));
        ReceiverExchange exchange = ReceiverExchange.create(ANY_RECEIVER, clock)) {
      TableNames tables = TableNames.withPrefix("");
      Rehearsal.play(
          rounds,
          () -> function.apply(environment.dispatch(clients, tables, exchange, inputs), inputs),
          events);
    }
  }
}
