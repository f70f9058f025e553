package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.snapshot.WatchedDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that every rehearsed request succeeds with content, and that only one read reaches AWS.
class ApiRehearsalTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 2;

  @AutoClose private final WatchedDynamoDb dynamoDb = new WatchedDynamoDb();

  @Test
  void everyRehearsedRequestSucceedsWithoutAws() throws IOException {
    List<String> answers = play();

    int each = 2 * ApiRehearsal.READS.size() + 1;
    assertThat(answers).hasSize(ROUNDS * each);
    for (int i = 0; i < answers.size(); i++) {
      boolean reads = i % each < each - 1;
      assertThat(answers.get(i)).contains("\"statusCode\":" + (reads ? 200 : 201));
    }
    assertThat(dynamoDb.operations).isEmpty();
  }

  @Test
  void rehearsedPersonMayWriteInTheUserPoolToo() throws IOException {
    Map<String, String> variables = environmentVariables();
    variables.put("WRITERS_GROUP", "writers");

    List<String> answers =
        new ApiRehearsal(ConfigApiEnvironment.read(variables), ROUNDS)
            .play(URI.create(dynamoDb.url()));

    assertThat(answers.getLast()).contains("\"statusCode\":201");
  }

  @Test
  void everyListHasAnEntryWithContent() throws IOException {
    List<String> answers = play();
    assertConfigurationHasItsHealth(answers);
    assertTaskHasItsConfiguration(answers);
    assertDeliveryHasItsAttempts(answers);
    assertCountsHaveOverdueWork(answers);
  }

  private void assertConfigurationHasItsHealth(List<String> answers) throws IOException {
    JsonNode listed = only(answers, "/webhook-configurations?limit=50");
    JsonNode read = asked(answers, "/webhook-configurations/" + ApiRehearsal.CONFIGURATION);

    for (JsonNode configuration : List.of(listed, read)) {
      assertThat(configuration.path("url").asText()).isEqualTo(dynamoDb.url());
      JsonNode health = configuration.path("health");
      assertThat(health.path("attempts").asInt()).isEqualTo(2);
      assertThat(health.path("successRate").asDouble()).isEqualTo(0.5);
      assertThat(health.path("lastFailureReason").asText()).contains("503");
    }
  }

  private static void assertTaskHasItsConfiguration(List<String> answers) throws IOException {
    JsonNode listed = only(answers, "/cdr-tasks?limit=50");

    assertThat(asked(answers, "/cdr-tasks/1")).isEqualTo(listed);
    assertThat(listed.path("webhookConfigurationId").asText())
        .isEqualTo(ApiRehearsal.CONFIGURATION.value());
  }

  private static void assertDeliveryHasItsAttempts(List<String> answers) throws IOException {
    JsonNode listed = only(answers, "/deliveries?limit=50");
    JsonNode ofConfiguration =
        only(answers, "/deliveries?limit=1&configurationId=" + ApiRehearsal.CONFIGURATION);
    JsonNode read = asked(answers, "/deliveries/dlv_");

    assertThat(ofConfiguration).isEqualTo(listed);
    assertThat(read.path("id")).isEqualTo(listed.path("id"));
    assertThat(listed.path("linkFollows").asInt()).isEqualTo(1);
    assertThat(read.path("attempts")).hasSize(2);
    assertThat(read.path("receipt").path("matches").isNull()).isTrue();
    assertThat(read.path("attempts").path(1).path("request").path("headers")).isNotEmpty();
  }

  private static void assertCountsHaveOverdueWork(List<String> answers) throws IOException {
    JsonNode statistics = asked(answers, "/statistics");

    assertThat(statistics.path("buckets")).hasSize(24);
    assertThat(statistics.path("totals").path("attemptsDelivered").asInt()).isEqualTo(1);
    assertThat(statistics.path("totals").path("linksFollowed").asInt()).isEqualTo(1);
    assertThat(statistics.path("overdue").path("count").asInt()).isPositive();
  }

  @Test
  void rehearsalReadsTheRealTableAndWritesNothing() throws Exception {
    new ApiRehearsal(environment(), ROUNDS).perform();

    assertThat(dynamoDb.operations).containsOnly("DynamoDB_20120810.GetItem");
  }

  /// Returns the only item of a list.
  private static JsonNode only(List<String> answers, String request) throws IOException {
    JsonNode items = asked(answers, request).path("items");
    assertThat(items).hasSize(1);
    return items.path(0);
  }

  /// Returns the answer to the request that begins with this text.
  private static JsonNode asked(List<String> answers, String request) throws IOException {
    for (int i = 0; i < ApiRehearsal.READS.size(); i++) {
      if (ApiRehearsal.READS.get(i).startsWith(request)) {
        return JSON.readTree(JSON.readTree(answers.get(i)).path("body").asText());
      }
    }
    throw new AssertionError("no request begins with " + request);
  }

  private List<String> play() throws IOException {
    return new ApiRehearsal(environment(), ROUNDS).play(URI.create(dynamoDb.url()));
  }

  private ConfigApiEnvironment environment() {
    return ConfigApiEnvironment.read(environmentVariables());
  }

  private Map<String, String> environmentVariables() {
    Map<String, String> variables = new HashMap<>(ConfigApiEnvironmentTest.VARIABLES);
    variables.putAll(dynamoDb.variables());
    return variables;
  }
}
