package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.snapshot.RehearsedAws;
import io.cdrwebhooks.aws.snapshot.WatchedDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that the rehearsal completes, and that it requests only one link from AWS, which does not
/// exist.
class LinkRehearsalTest {
  private static final int ROUNDS = 2;

  @AutoClose private final WatchedDynamoDb dynamoDb = new WatchedDynamoDb();

  @Test
  void everyRoundIsRedirectedAndCounted() throws IOException {
    RehearsedAws aws = new RehearsedAws(URI.create(dynamoDb.url()));
    List<String> answered = new CopyOnWriteArrayList<>();

    List<String> answers =
        new LinkRehearsal(environment(), ROUNDS)
            .play(
                request -> {
                  boolean counts = request.body().contains("\"statistics\"");
                  answered.add(request.operation() + (counts ? " count" : ""));
                  return aws.answer(request);
                });

    assertThat(answers).hasSize(ROUNDS).allMatch(answer -> answer.contains("\"statusCode\":302"));
    assertThat(answered).contains("GetItem", "UpdateItem", "UpdateItem count");
    assertThat(dynamoDb.operations).isEmpty();
  }

  @Test
  void rehearsalReadsTheRealTableAndWritesNothing() throws Exception {
    new LinkRehearsal(environment(), ROUNDS).perform();

    assertThat(dynamoDb.operations).containsOnly("DynamoDB_20120810.GetItem");
  }

  private DownloadLinkEnvironment environment() {
    Map<String, String> variables = new HashMap<>(dynamoDb.variables());
    variables.put("DOWNLOAD_LINKS_TABLE", "links");
    variables.put("DELIVERIES_TABLE", "deliveries");
    variables.put("STATISTICS_TABLE", "counts");
    return DownloadLinkEnvironment.read(variables);
  }
}
