package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.TestApi.Answer;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.AttemptTimings;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.Following;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryOperationsTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final ConfigurationId CONFIGURATION =
      new ConfigurationId("cfg_0000000000000000000000000000000a");

  private final TestApi api = new TestApi();

  @Test
  void deliveryIsAnsweredWithItsAttempts() {
    Delivery delivery = recorded("tx00001.zip", START);
    attempted(
        delivery,
        new Attempt(
            new AttemptNumber(1, 1),
            START.plusSeconds(1),
            Duration.ofMillis(250),
            new AttemptTimings(
                Optional.of(Duration.ofMillis(2)),
                Optional.of(Duration.ofMillis(20)),
                Optional.of(Duration.ofMillis(30)),
                Optional.of(Duration.ofMillis(190))),
            Optional.of("198.51.100.7:443"),
            OptionalInt.of(503),
            AttemptOutcome.REJECTED,
            "The receiver answered 503",
            "busy",
            Optional.of(START.plusSeconds(6))));
    api.deliveries.recordLinkFollowed(delivery.id(), START.plusMillis(1500), "203.0.113.7");
    api.deliveries.recordLinkFollowed(delivery.id(), START.plusSeconds(9), "203.0.113.8");

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\""
                + delivery.id()
                + "\",\"taskId\":42,\"configurationId\":\"cfg_0000000000000000000000000000000a\","
                + "\"fileName\":\"tx00001.zip\",\"fileSizeInBytes\":1234,\"status\":\"FAILED\","
                + "\"reason\":\"It is over\",\"createdAt\":\"2026-03-01T10:00:00.000Z\","
                + "\"nextAttemptAt\":null,\"linkFollowedAt\":\"2026-03-01T10:00:01.500Z\","
                + "\"linkFollows\":2,\"linkFollowedFrom\":\"203.0.113.8\","
                + "\"attempts\":[{\"round\":1,\"number\":1,"
                + "\"startedAt\":\"2026-03-01T10:00:01.000Z\",\"durationMs\":250,"
                + "\"timings\":{\"resolveMs\":2,\"connectMs\":20,\"tlsMs\":30,"
                + "\"firstByteMs\":190},\"address\":\"198.51.100.7:443\",\"statusCode\":503,"
                + "\"outcome\":\"REJECTED\",\"reason\":\"The receiver answered 503\","
                + "\"answer\":\"busy\",\"nextAttemptAt\":\"2026-03-01T10:00:06.000Z\"}]}");
  }

  @Test
  void whatIsNotKnownIsNull() {
    Delivery delivery = recorded("a.zip", START);
    attempted(
        delivery,
        new Attempt(
            new AttemptNumber(1, 1),
            START,
            Duration.ZERO,
            AttemptTimings.NONE,
            Optional.empty(),
            OptionalInt.empty(),
            AttemptOutcome.BLOCKED,
            "no address",
            "",
            Optional.empty()));

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.text())
        .contains(
            "\"nextAttemptAt\":null,\"linkFollowedAt\":null,\"linkFollows\":0,"
                + "\"linkFollowedFrom\":null")
        .contains("{\"resolveMs\":null,\"connectMs\":null,\"tlsMs\":null,\"firstByteMs\":null}")
        .contains("\"answer\":\"\",\"nextAttemptAt\":null")
        .contains("\"address\":null,\"statusCode\":null");
  }

  @Test
  void unroutedDeliveryHasNoConfiguration() {
    DeliveryProgress progress =
        DeliveryProgress.kept(DeliveryStatus.UNROUTED, "Its task is unknown");
    Delivery delivery = delivery("a.zip", START, Optional.empty(), progress);
    api.deliveries.record(delivery);

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.body().path("configurationId").isNull()).isTrue();
    assertThat(answer.body().path("status").asText()).isEqualTo("UNROUTED");
    assertThat(answer.body().path("reason").asText()).isEqualTo("Its task is unknown");
  }

  @Test
  void fileNameWithoutUtf8FormIsAnsweredAllTheSame() {
    Delivery delivery = recorded("half\ud83d.zip", START);

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.body().path("fileName").asText()).isEqualTo("half?.zip");
  }

  @Test
  void nextAttemptIsTold() {
    DeliveryProgress progress =
        new DeliveryProgress(
            DeliveryStatus.PENDING,
            "",
            AttemptNumber.NONE,
            Optional.empty(),
            Optional.of(START.plusSeconds(30)),
            Optional.empty());
    Delivery delivery = delivery("a.zip", START, Optional.of(CONFIGURATION), progress);
    api.deliveries.record(delivery);

    assertThat(api.get("/deliveries/" + delivery.id()).body().path("nextAttemptAt").asText())
        .isEqualTo("2026-03-01T10:00:30.000Z");
  }

  @Test
  void listByTaskHasTheNewestFirstWithoutAttempts() {
    Delivery older = recorded("a.zip", START);
    Delivery newer = recorded("b.zip", START.plusSeconds(1));

    Answer first = api.get("/deliveries?taskId=42&limit=1");
    Answer second =
        api.get("/deliveries?limit=1&taskId=42&cursor=" + first.body().path("nextCursor").asText());

    assertThat(first.body().path("items").findValuesAsText("id"))
        .containsExactly(newer.id().value());
    assertThat(first.body().path("items").get(0).has("attempts")).isFalse();
    assertThat(second.body().path("items").findValuesAsText("id"))
        .containsExactly(older.id().value());
    assertThat(second.body().path("nextCursor").isNull()).isTrue();
    assertThat(api.get("/deliveries?taskId=43").text())
        .isEqualTo("{\"items\":[],\"nextCursor\":null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?limit=5", "?taskId=", "?taskId=x", "?taskId=0", "?taskId=%34%zz"})
  void listWithoutTaskAnswers400NamingTheParameter(String query) {
    Answer answer = api.get("/deliveries" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fieldsAtFault()).isEqualTo(List.of("taskId"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dlv_00000000000000000000000000000000", "dlv_1", "x", "DLV_0", "%00", "a/b"})
  void unknownDeliveryAnswers404(String id) {
    assertThat(api.get("/deliveries/" + id).status()).isEqualTo(404);
  }

  private Delivery recorded(String fileName, Instant createdAt) {
    DeliveryProgress progress = DeliveryProgress.pending(createdAt);
    Delivery delivery = delivery(fileName, createdAt, Optional.of(CONFIGURATION), progress);
    api.deliveries.record(delivery);
    return delivery;
  }

  private static Delivery delivery(
      String fileName,
      Instant createdAt,
      Optional<ConfigurationId> configuration,
      DeliveryProgress progress) {
    ReportVersion version =
        new ReportVersion(
            "cdr-reports", new ReportKey(new TaskId(42), fileName), Optional.of("version-1"));
    return new Delivery(
        DeliveryId.of(version, ""),
        new TaskId(42),
        configuration,
        version,
        1234,
        Optional.empty(),
        createdAt,
        progress);
  }

  private void attempted(Delivery delivery, Attempt attempt) {
    Claiming.Claimed claimed =
        (Claiming.Claimed) api.deliveries.claim(delivery, START, START.plusSeconds(60));
    api.deliveries.complete(claimed.claim(), attempt, Following.failed("It is over"));
  }
}
