package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.snapshot.CannedAnswers;
import io.cdrwebhooks.aws.snapshot.WatchedDynamoDb;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rehearsal reaches the end of its path, and asks AWS for one link, of nobody.
class LinkRehearsalTest {
  private WatchedDynamoDb dynamoDb;

  @BeforeEach
  void start() throws IOException {
    dynamoDb = new WatchedDynamoDb();
  }

  @AfterEach
  void stop() {
    dynamoDb.close();
  }

  @Test
  void everyRoundIsRedirectedAndCounted() throws IOException {
    LinkRehearsal rehearsal = new LinkRehearsal(environment());
    List<String> answered = new CopyOnWriteArrayList<>();
    try (AwsClients clients =
        new AwsClients(
            environment().aws().rehearsed(),
            new CannedAnswers(
                request -> {
                  answered.add(
                      request.operation() + (request.body().contains("counts") ? " count" : ""));
                  return rehearsal.answer(request);
                }))) {
      assertThat(rehearsal.play(clients)).allMatch(answer -> answer.contains("\"statusCode\":302"));
    }
    assertThat(answered).contains("GetItem", "UpdateItem", "UpdateItem count");
    assertThat(dynamoDb.operations).isEmpty();
  }

  @Test
  void oneLinkIsReadForReal() throws IOException {
    new LinkRehearsal(environment()).perform();

    assertThat(dynamoDb.operations).containsExactly("DynamoDB_20120810.GetItem");
  }

  private DownloadLinkEnvironment environment() {
    return DownloadLinkEnvironment.read(
        Map.of(
            "DOWNLOAD_LINKS_TABLE", "links",
            "DELIVERIES_TABLE", "deliveries",
            "STATISTICS_TABLE", "counts",
            "AWS_REGION", "eu-central-1",
            "AWS_ENDPOINT_URL", dynamoDb.url(),
            "AWS_ACCESS_KEY_ID", "AKIDREAL",
            "AWS_SECRET_ACCESS_KEY", "secret"));
  }
}
