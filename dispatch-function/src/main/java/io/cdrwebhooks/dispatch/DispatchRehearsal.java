package io.cdrwebhooks.dispatch;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
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

/// Rehearses the dispatch functions: delivers fictional reports, from the event to the record. All
/// code runs; only the answers of AWS are canned.
///
/// Reads of a table and requests to the receiver are real, because a first request spends most of
/// its time loading and compiling their code. The receiver is DynamoDB's endpoint: it exists before
/// the rest of a deployment, and refuses the requests. Source: AWS SDK for Java 2.x Developer
/// Guide, "Warm up SDK clients".
///
/// `environment` must serve only the rehearsal, because its keys are old after the snapshot.
/// `events` are the events of one round.
record DispatchRehearsal(
    DispatchEnvironment environment,
    BiFunction<Dispatch, RuntimeInputs, RequestStreamHandler> function,
    List<String> events,
    int rounds)
    implements Rehearsal {
  /// The number of rounds that compiles the code of a delivery. The JVM's first compiler (C1)
  /// compiles a method after some 200 calls, and each round makes several.
  private static final int ROUNDS = 100;

  /// A sweep makes few calls, so its rehearsal takes more rounds.
  private static final int ROUNDS_OF_SCHEDULES = 250;

  /// The name of the fictional bucket.
  private static final String BUCKET = "rehearsal";

  /// Allows plain http and loopback, because the rehearsal itself chooses the receiver.
  private static final ReceiverRules ANY_RECEIVER = ReceiverRules.LOCAL;

  static Rehearsal ofArrivals(DispatchEnvironment environment) {
    return () -> ofArrivals(environment, ROUNDS).perform();
  }

  /// Rehearses two arriving reports and the work of their lane. Then both arrive again, because the
  /// function uses its caches only the second time.
  static DispatchRehearsal ofArrivals(DispatchEnvironment environment, int rounds)
      throws IOException {
    String arrivals = Rehearsal.resource(DispatchRehearsal.class, "arrivals.json");
    String lane = Rehearsal.resource(DispatchRehearsal.class, "lane.json");
    return new DispatchRehearsal(
        environment, DispatchHandler::new, List.of(arrivals, lane, arrivals, lane), rounds);
  }

  static Rehearsal ofSchedules(DispatchEnvironment environment) {
    return ofSchedules(environment, ROUNDS_OF_SCHEDULES);
  }

  /// Rehearses the scheduled function: the sweep and the start of a reconciliation.
  static DispatchRehearsal ofSchedules(DispatchEnvironment environment, int rounds) {
    String sweep = "{\"work\":\"sweep\"}";
    String reconcile = "{\"work\":\"reconcile\"}";
    return new DispatchRehearsal(
        environment,
        (dispatch, inputs) -> new ScheduleHandler(dispatch, BUCKET, _ -> true, inputs),
        List.of(sweep, sweep, reconcile, reconcile),
        rounds);
  }

  @Override
  public void perform() throws Exception {
    try (AwsClients real = new AwsClients(environment.access())) {
      play(real.dynamoDbUrl(), line -> {});
      Deliveries deliveries =
          new DynamoDbStores(real.dynamoDb(), environment.tables()).deliveries();
      RealReads.perform(() -> deliveries.find(new DeliveryId("dlv_" + "0".repeat(32))));
    }
  }

  /// Plays the rounds; logs and metrics go only to `log`.
  void play(URI receiver, Consumer<String> log) throws IOException {
    InstantSource clock = Rehearsal.clock();
    RuntimeInputs inputs =
        new RuntimeInputs(
            clock, UUID::randomUUID, () -> 0.5, new EventLog(clock, log), new Metrics(clock, log));
    try (AwsClients clients =
            new AwsClients(
                environment.access().rehearsed(), new CannedAnswers(new RehearsedAws(receiver)));
        ReceiverExchange exchange = ReceiverExchange.create(ANY_RECEIVER, clock)) {
      TableNames tables = TableNames.STANDARD;
      Rehearsal.play(
          rounds,
          () -> function.apply(environment.dispatch(clients, tables, exchange, inputs), inputs),
          events);
    }
  }
}
