package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.snapshot.WatchedDynamoDb;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rehearsal's requests are all answered well, and one read alone goes to AWS.
class ApiRehearsalTest {
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
  void listsAreReadAndAConfigurationIsSaved() throws IOException {
    String url = dynamoDb.url();

    List<String> answers = new ApiRehearsal(environment()).play(url);

    assertThat(answers).hasSize(4 * ApiRehearsal.ROUNDS);
    assertThat(answers.subList(0, 3)).allMatch(answer -> answer.contains("\"statusCode\":200"));
    assertThat(answers.get(3)).contains("\"statusCode\":201");
    assertThat(dynamoDb.operations).isEmpty();
  }

  @Test
  void oneConfigurationIsReadForReal() throws IOException {
    new ApiRehearsal(environment()).perform();

    assertThat(dynamoDb.operations).containsExactly("DynamoDB_20120810.GetItem");
  }

  private ConfigApiEnvironment environment() {
    Map<String, String> variables = new HashMap<>(ConfigApiEnvironmentTest.VARIABLES);
    variables.put("AWS_ENDPOINT_URL", dynamoDb.url());
    variables.put("AWS_ACCESS_KEY_ID", "AKIDREAL");
    variables.put("AWS_SECRET_ACCESS_KEY", "secret");
    return ConfigApiEnvironment.read(variables);
  }
}
