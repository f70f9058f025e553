package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.aws.snapshot.WatchedDynamoDb;
import io.cdrwebhooks.configuration.ReceiverUrl;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The rehearsal's requests are all answered well and with something to show, and one read alone
/// goes to AWS.
class ApiRehearsalTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 2;

  @AutoClose private final WatchedDynamoDb dynamoDb = new WatchedDynamoDb();

  @Test
  void everyRequestOfEveryRoundSucceedsWithoutAnyToAws() throws IOException {
    List<Map<String, String>> rounds = play();

    assertThat(rounds).hasSize(ROUNDS).allSatisfy(round -> assertThat(round).hasSize(10));
    for (Map<String, String> round : rounds) {
      round.forEach(
          (request, answer) ->
              assertThat(answer)
                  .as(request)
                  .contains("\"statusCode\":" + (request.startsWith("GET") ? 200 : 201)));
    }
    assertThat(dynamoDb.operations).isEmpty();
  }

  @Test
  void configurationIsShownWithItsHealth() throws IOException {
    Map<String, String> round = play().getLast();
    JsonNode listed = only(round, "GET /webhook-configurations?limit=50");
    JsonNode read = asked(round, "GET /webhook-configurations/" + RehearsedTables.CONFIGURATION);

    for (JsonNode configuration : List.of(listed, read)) {
      assertThat(configuration.path("url").asText()).isEqualTo(dynamoDb.url());
      JsonNode health = configuration.path("health");
      assertThat(health.path("attempts").asInt()).isEqualTo(2);
      assertThat(health.path("successRate").asDouble()).isEqualTo(0.5);
      assertThat(health.path("lastFailureReason").asText()).contains("503");
    }
  }

  @Test
  void taskIsShownWithItsConfiguration() throws IOException {
    Map<String, String> round = play().getLast();
    JsonNode listed = only(round, "GET /cdr-tasks?limit=50");

    assertThat(asked(round, "GET /cdr-tasks/1")).isEqualTo(listed);
    assertThat(listed.path("webhookConfigurationId").asText())
        .isEqualTo(RehearsedTables.CONFIGURATION.value());
  }

  @Test
  void deliveryIsShownWithItsAttempts() throws IOException {
    Map<String, String> round = play().getLast();
    JsonNode listed = only(round, "GET /deliveries?limit=50");
    JsonNode ofConfiguration =
        only(round, "GET /deliveries?limit=1&configurationId=" + RehearsedTables.CONFIGURATION);
    JsonNode read = asked(round, "GET /deliveries/" + RehearsedDelivery.ID);

    assertThat(ofConfiguration).isEqualTo(listed);
    assertThat(read.path("id")).isEqualTo(listed.path("id"));
    assertThat(listed.path("linkFollows").asInt()).isEqualTo(1);
    assertThat(read.path("attempts")).hasSize(2);
    assertThat(read.path("attempts").path(1).path("request").path("headers")).isNotEmpty();
  }

  @Test
  void countsAreShownWithWhatIsOverdue() throws IOException {
    Map<String, String> round = play().getLast();
    JsonNode statistics = asked(round, "GET /statistics");

    assertThat(statistics.path("buckets")).hasSize(24);
    assertThat(statistics.path("totals").path("attemptsDelivered").asInt()).isEqualTo(1);
    assertThat(statistics.path("totals").path("linksFollowed").asInt()).isEqualTo(1);
    assertThat(statistics.path("overdue").path("count").asInt()).isEqualTo(1);
  }

  @Test
  void configurationsAreReadForRealAndNothingIsWritten() throws Exception {
    new ApiRehearsal(environment(), ROUNDS).perform();

    assertThat(dynamoDb.operations).containsOnly("DynamoDB_20120810.GetItem");
  }

  /// The one that a list has.
  private static JsonNode only(Map<String, String> round, String request) throws IOException {
    JsonNode items = asked(round, request).path("items");
    assertThat(items).hasSize(1);
    return items.path(0);
  }

  /// What was answered to the request that begins like this.
  private static JsonNode asked(Map<String, String> round, String request) throws IOException {
    String answer =
        round.entrySet().stream()
            .filter(asked -> asked.getKey().startsWith(request))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    return JSON.readTree(JSON.readTree(answer).path("body").asText());
  }

  private List<Map<String, String>> play() throws IOException {
    return new ApiRehearsal(environment(), ROUNDS)
        .play(new ReceiverUrl(URI.create(dynamoDb.url())));
  }

  private ConfigApiEnvironment environment() {
    Map<String, String> variables = new HashMap<>(ConfigApiEnvironmentTest.VARIABLES);
    variables.putAll(dynamoDb.variables());
    return ConfigApiEnvironment.read(variables);
  }
}
