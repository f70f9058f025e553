package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// Rehearses the renewal of a link, from the event to the signed answer, with canned answers of
/// AWS. It also reads the real table of deliveries, since connecting takes most of a first
/// request's time.
///
/// `environment` must serve only the rehearsal: its keys are old after the snapshot.
record RequestRehearsal(ReceiverRequestEnvironment environment, int rounds) implements Rehearsal {
  /// The number of rounds after which the JVM's first compiler (C1) has compiled the function's
  /// code: it needs about 200 calls. A time limit may end the rounds earlier.
  static final int ROUNDS = 250;

  @Override
  public void perform() throws Exception {
    try (AwsClients real = environment.clients()) {
      play(new RehearsedAws(real.dynamoDbUrl()));
      Deliveries deliveries =
          new DynamoDbStores(real.dynamoDb(), environment.tables()).deliveries();
      RealReads.perform(() -> deliveries.find(DeliveryId.of(new UUID(0, 0))));
    }
  }

  /// Plays every round and returns the answer of each.
  List<String> play(CannedAnswers.Answering aws) throws IOException {
    InstantSource clock = Rehearsal.clock();
    ReceiverRequestHandler.Inputs inputs =
        new ReceiverRequestHandler.Inputs(
            clock, UUID::randomUUID, new EventLog(clock, _ -> {}), new Metrics(clock, _ -> {}));
    try (AwsClients clients =
        new AwsClients(environment.aws().rehearsed(), new CannedAnswers(aws))) {
      DynamoDbStores stores = new DynamoDbStores(clients.dynamoDb(), TableNames.STANDARD);
      return Rehearsal.play(
          rounds,
          () ->
              new ReceiverRequestHandler(
                  ReceiverRequestEnvironment.stores(stores, clients.s3()),
                  environment.vault(clients, clock),
                  new CallbackUrls(environment.callbackBaseUrl()),
                  inputs),
          List.of(Rehearsal.resource(RequestRehearsal.class, "renewed-link.json")));
    }
  }
}
