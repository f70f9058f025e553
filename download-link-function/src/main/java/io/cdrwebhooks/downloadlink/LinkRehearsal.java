package io.cdrwebhooks.downloadlink;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.RehearsedReads;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Request;
import io.cdrwebhooks.aws.snapshot.RealReads;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.snapshot.RehearsalContext;
import io.cdrwebhooks.aws.snapshot.Rounds;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Rehearses a link that is followed for the first time, from the event to the redirect and the
/// count, with everything of the function's but AWS' answers; and reads the table of links for
/// real, since connecting is most of a first request.
final class LinkRehearsal implements Rehearsal {
  static final int ROUNDS = 30;

  private final DownloadLinkEnvironment environment;
  private final int rounds;
  private final String link;
  private final String followed;

  /// `environment` must be one of its own: the keys that it is given are old after the snapshot.
  LinkRehearsal(DownloadLinkEnvironment environment, int rounds) {
    this.environment = environment;
    this.rounds = rounds;
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
    DeliveryId id = new DeliveryId("dlv_" + "0".repeat(32));
    ReportVersion report =
        new ReportVersion(
            "rehearsal", new ReportKey(new TaskId(1), "rehearsal.zip", false), Optional.empty());
    this.link = RehearsedReads.answer(DownloadLink.issue(madeUpToken(), id, report, now));
    this.followed = RehearsedReads.updated(followedOnce(id, report, now));
  }

  private static AccessToken madeUpToken() {
    return AccessToken.of(new UUID(0, 0));
  }

  private static Delivery followedOnce(DeliveryId id, ReportVersion report, Instant now) {
    return new Delivery(
        id,
        report.key().taskId(),
        Optional.of(ConfigurationId.of(new UUID(0, 0))),
        report,
        1,
        Optional.empty(),
        now,
        new DeliveryProgress(
            DeliveryStatus.DELIVERED,
            "",
            new AttemptNumber(1, 1),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new LinkUse(now, 1, now, "192.0.2.1"))));
  }

  @Override
  public void perform() throws Exception {
    try (AwsClients clients =
        new AwsClients(environment.aws().rehearsed(), new CannedAnswers(this::answer))) {
      play(clients);
    }
    try (AwsClients real = new AwsClients(environment.aws())) {
      DownloadLinks links = environment.stores(real.dynamoDb()).links();
      RealReads.perform(() -> links.find(madeUpToken().hash()));
    }
  }

  /// What each round was answered. Each has a handler of its own, since what one does first is what
  /// counts; the SDK's clients are the same, since each of them keeps threads.
  List<String> play(AwsClients clients) throws IOException {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    S3PresignedUrls urls = new S3PresignedUrls(clients.s3Presigner());
    EventLog unheard = new EventLog(InstantSource.system(), line -> {});
    byte[] event = Rehearsal.event(LinkRehearsal.class, "followed-link.json");
    List<String> answers = new ArrayList<>();
    Rounds left = new Rounds(rounds);
    while (left.next()) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      new DownloadLinkHandler(environment.stores(dynamoDb), urls, InstantSource.system(), unheard)
          .handleRequest(new ByteArrayInputStream(event), answer, new RehearsalContext());
      answers.add(answer.toString(StandardCharsets.UTF_8));
    }
    return answers;
  }

  Answer answer(Request request) {
    return switch (request.operation()) {
      case "GetItem" -> Answer.json(link);
      case "UpdateItem" ->
          Answer.json(request.body().contains(environment.deliveriesTable()) ? followed : "{}");
      default -> Answer.json("{}");
    };
  }
}
