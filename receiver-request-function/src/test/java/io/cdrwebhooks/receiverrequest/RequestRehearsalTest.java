package io.cdrwebhooks.receiverrequest;

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

/// Tests that the rehearsal completes, and that it requests only one delivery from AWS, which does
/// not exist.
class RequestRehearsalTest {
  private static final int ROUNDS = 2;

  @AutoClose private final WatchedDynamoDb dynamoDb = new WatchedDynamoDb();

  @Test
  void everyRoundRenewsALink() throws IOException {
    RehearsedAws aws = new RehearsedAws(URI.create(dynamoDb.url()));
    List<String> answered = new CopyOnWriteArrayList<>();

    List<String> answers =
        new RequestRehearsal(environment(), ROUNDS)
            .play(
                request -> {
                  answered.add(request.operation());
                  return aws.answer(request);
                });

    assertThat(answers).hasSize(ROUNDS).allMatch(answer -> answer.contains("\"statusCode\":201"));
    assertThat(answered).contains("GetItem", "Decrypt", "UpdateItem", "GET", "PutItem");
    assertThat(dynamoDb.operations).isEmpty();
  }

  @Test
  void rehearsalReadsTheRealTableAndWritesNothing() throws Exception {
    new RequestRehearsal(environment(), ROUNDS).perform();

    assertThat(dynamoDb.operations).containsOnly("DynamoDB_20120810.GetItem");
  }

  private ReceiverRequestEnvironment environment() {
    Map<String, String> variables = new HashMap<>(ReceiverRequestEnvironmentTest.COMPLETE);
    variables.putAll(dynamoDb.variables());
    return ReceiverRequestEnvironment.read(variables);
  }
}
