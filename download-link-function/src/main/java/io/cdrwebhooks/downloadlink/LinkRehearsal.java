package io.cdrwebhooks.downloadlink;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// Rehearses the first use of a link, from the event to the redirect and the count. It runs all of
/// the function's code with canned answers of AWS. It also reads the real table of links, since
/// connecting takes most of a first request's time.
///
/// `environment` must serve only the rehearsal: its keys are old after the snapshot.
record LinkRehearsal(DownloadLinkEnvironment environment, int rounds) implements Rehearsal {
  /// The number of rounds after which the JVM's first compiler (C1) has compiled the function's
  /// code: it needs about 200 calls. A time limit may end the rounds earlier.
  static final int ROUNDS = 250;

  @Override
  public void perform() throws Exception {
    try (AwsClients real = new AwsClients(environment.aws())) {
      play(new RehearsedAws(real.dynamoDbUrl()));
      DownloadLinks links = new DynamoDbStores(real.dynamoDb(), environment.tables()).links();
      RealReads.perform(() -> links.find(AccessToken.of(new UUID(0, 0)).hash()));
    }
  }

  /// Plays every round and returns the answer of each.
  List<String> play(CannedAnswers.Answering aws) throws IOException {
    InstantSource clock = Rehearsal.clock();
    EventLog silentLog = new EventLog(clock, line -> {});
    try (AwsClients clients =
        new AwsClients(environment.aws().rehearsed(), new CannedAnswers(aws))) {
      DynamoDbStores stores = new DynamoDbStores(clients.dynamoDb(), TableNames.STANDARD);
      S3PresignedUrls urls = new S3PresignedUrls(clients.s3Presigner());
      return Rehearsal.play(
          rounds,
          () ->
              new DownloadLinkHandler(
                  DownloadLinkEnvironment.stores(stores), urls, clock, silentLog),
          List.of(Rehearsal.resource(LinkRehearsal.class, "followed-link.json")));
    }
  }
}
