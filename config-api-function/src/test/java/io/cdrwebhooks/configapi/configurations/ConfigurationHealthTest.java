package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.testing.InterceptedCalls;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every answer that shows a configuration says how its attempts went.
class ConfigurationHealthTest {
  private static final String PATH = "/webhook-configurations";

  private final TestApi api = new TestApi();

  @Test
  void healthIsShownInTheListAndAlone() {
    String used = api.configured("Used");
    api.configured("Unused");
    attempt(used, AttemptOutcome.DELIVERED);
    attempt(used, AttemptOutcome.REJECTED);
    attempt(used, AttemptOutcome.DELIVERED);
    attempt(used, AttemptOutcome.DELIVERED);

    JsonNode health = api.get(used).body().path("health");

    assertThat(health.toString())
        .isEqualTo(
            "{\"successRate\":0.75,\"attempts\":4,\"since\":\"2026-02-28T00:00:00.000Z\","
                + "\"lastFailureAt\":\"2026-03-01T12:00:02.257Z\","
                + "\"lastFailureReason\":\"The receiver answered 503\"}");
    assertThat(listed("Used")).isEqualTo(health);
    assertThat(listed("Unused").toString())
        .isEqualTo(
            "{\"successRate\":null,\"attempts\":0,\"since\":\"2026-02-28T00:00:00.000Z\","
                + "\"lastFailureAt\":null,\"lastFailureReason\":null}");
  }

  @Test
  void changedConfigurationIsAnsweredWithItsHealth() {
    String path = api.configured("A");
    attempt(path, AttemptOutcome.DELIVERED);
    JsonNode health = api.get(path).body().path("health");

    Answer replaced =
        api.put(
            path,
            "\"1\"",
            "{\"name\":\"B\",\"url\":\"https://receiver.example/cdr\",\"enabled\":true}");
    Answer rotated =
        api.post(
            path + "/signature", "\"2\"", "{\"signature\":\"another-" + TestApi.SIGNATURE + "\"}");

    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.body().path("health")).isEqualTo(health);
    assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
    assertThat(rotated.body().path("health")).isEqualTo(health);
  }

  /// The health is read before the change, because a change that was made must not answer with an
  /// error.
  @Test
  void changeFailsIfTheHealthCannotBeRead() {
    String path = api.configured("A");
    api.use(Faults.before("health", Statistics.class, (Statistics) api.statistics));

    Answer answer =
        api.put(
            path,
            "\"1\"",
            "{\"name\":\"B\",\"url\":\"https://receiver.example/cdr\",\"enabled\":true}");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(api.stored(path).name()).isEqualTo("A");
  }

  /// The test of the store measures the cost.
  @Test
  void healthOfAPageIsReadInOneCall() {
    for (int i = 0; i < 100; i++) {
      attempt(api.configured("Configuration " + i), AttemptOutcome.DELIVERED);
    }
    List<String> calls = new ArrayList<>();
    api.use(watched(calls));

    assertThat(api.get(PATH + "?limit=1").body().path("items")).hasSize(1);
    assertThat(calls).containsExactly("health");
    assertThat(api.get(PATH + "?limit=100").body().path("items"))
        .hasSize(100)
        .allSatisfy(item -> assertThat(item.at("/health/attempts").asInt()).isEqualTo(1));
    assertThat(calls).containsExactly("health", "health");
  }

  private Statistics watched(List<String> calls) {
    return InterceptedCalls.of(
        Statistics.class,
        api.statistics,
        call -> {
          calls.add(call.method());
          return call.proceed();
        });
  }

  private JsonNode listed(String name) {
    for (JsonNode item : api.get(PATH).body().path("items")) {
      if (item.path("name").asText().equals(name)) {
        return item.path("health");
      }
    }
    throw new AssertionError("not listed: " + name);
  }

  private void attempt(String path, AttemptOutcome outcome) {
    ConfigurationId id = TestApi.idIn(path);
    Delivery delivery = Samples.with(Samples.delivery(), DeliveryProgress.pending(api.now), id);
    Tally tally = new Tally(() -> api.now);
    tally.attempted(delivery, Samples.attempt(new AttemptNumber(1, 2), outcome));
    api.statistics.add(tally.drain());
  }
}
