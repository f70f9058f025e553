package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests which event a delivery waits for, and when it gives up.
class WaitStateTest {
  /// The API's clock, and when the deliveries were created.
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static final ConfigurationId CONFIGURATION =
      new ConfigurationId("cfg_0000000000000000000000000000000a");

  private final TestApi api = new TestApi();

  @Test
  void deliveryThatIsDueLaterWaitsForItsNextAttempt() {
    assertThat(waitsFor(tried(0, 0, NOW.plusSeconds(30), Optional.empty())).toString())
        .isEqualTo(
            "{\"cause\":\"SCHEDULE\","
                + "\"reason\":\"Its next attempt is due at 2026-03-01T10:00:30.000Z.\","
                + "\"failingSince\":null,\"nextProbeAt\":null}");
  }

  @Test
  void deliveryThatIsDueWaitsForItsTurn() {
    JsonNode waitsFor = waitsFor(tried(0, 0, NOW, Optional.empty()));

    assertThat(waitsFor.path("cause").asText()).isEqualTo("TURN");
    assertThat(waitsFor.path("reason").asText()).contains("the limits of its configuration");
    assertThat(waitsFor.path("nextProbeAt").isNull()).isTrue();
  }

  @Test
  void deliveryOfAFailingReceiverWaitsForAProbe() {
    api.note(CONFIGURATION, open(NOW.plusSeconds(600)));

    assertThat(waitsFor(tried(0, 0, NOW.minusSeconds(5), Optional.empty())).toString())
        .isEqualTo(
            "{\"cause\":\"RECEIVER\",\"reason\":\"The receiver has failed since"
                + " 2026-03-01T09:00:00.000Z; the next probe is due at 2026-03-01T10:10:00.000Z.\","
                + "\"failingSince\":\"2026-03-01T09:00:00.000Z\","
                + "\"nextProbeAt\":\"2026-03-01T10:10:00.000Z\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0,600,RECEIVER",
    "600,600,RECEIVER",
    "601,600,SCHEDULE",
    "0,-600,RECEIVER",
    "1,-600,SCHEDULE",
    "1,0,SCHEDULE"
  })
  void laterOfProbeAndScheduleIsTheCause(int dueInSeconds, int probeInSeconds, String cause) {
    api.note(CONFIGURATION, open(NOW.plusSeconds(probeInSeconds)));

    JsonNode waitsFor = waitsFor(tried(0, 0, NOW.plusSeconds(dueInSeconds), Optional.empty()));

    assertThat(waitsFor.path("cause").asText()).isEqualTo(cause);
    assertThat(waitsFor.path("failingSince").asText()).isEqualTo("2026-03-01T09:00:00.000Z");
    assertThat(waitsFor.path("nextProbeAt").isNull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1,ANSWER", "0,TURN"})
  void deliveryWaitsForTheAnswerToAnAttemptUntilItsLeaseEnds(int leaseInSeconds, String cause) {
    Optional<Instant> leasedUntil = Optional.of(NOW.plusSeconds(leaseInSeconds));

    assertThat(waitsFor(tried(0, 0, NOW, leasedUntil)).path("cause").asText()).isEqualTo(cause);
  }

  /// The lane sets the delivery to HELD when the next probe is due, perhaps in hours.
  @ParameterizedTest
  @CsvSource({"true,RECEIVER", "false,ENABLING"})
  void pendingDeliveryOfADisabledConfigurationWaitsForEnabling(boolean enabled, String cause) {
    String path = api.configured("A");
    api.note(path, enabled, ReceiverHealth.GOOD);
    ConfigurationId id = TestApi.idIn(path);
    api.note(id, open(NOW.plusSeconds(600)));
    Delivery delivery = delivery(id, DeliveryProgress.pending(NOW.minusSeconds(5)));

    assertThat(waitsFor(delivery).path("cause").asText()).isEqualTo(cause);
    assertThat(api.get("/deliveries").body().at("/items/0/waitsFor/cause").asText())
        .isEqualTo(cause);
  }

  @Test
  void endedDeliveryHasNoWaitState() {
    api.note(CONFIGURATION, open(NOW));
    DeliveryProgress failed = DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over");
    JsonNode body = answered(delivery(CONFIGURATION, failed));

    assertThat(body.path("waitsFor").isNull()).isTrue();
    assertThat(body.path("attemptsLeft").isNull()).isTrue();
    assertThat(body.path("givesUpAt").isNull()).isTrue();
  }

  @Test
  void heldDeliveryWaitsForItsConfiguration() {
    api.note(CONFIGURATION, open(NOW));
    DeliveryProgress held = DeliveryProgress.held("its configuration is disabled", NOW);
    JsonNode body = answered(delivery(CONFIGURATION, held));

    assertThat(body.at("/waitsFor/cause").asText()).isEqualTo("ENABLING");
    assertThat(body.at("/waitsFor/nextProbeAt").isNull()).isTrue();
    assertThat(body.path("givesUpAt").isNull()).isTrue();
  }

  /// After three attempts, one of them a probe, ten waits of the schedule follow the next attempt.
  @Test
  void pendingDeliverySaysWhenItsLastAttemptIsMade() {
    JsonNode body = answered(tried(3, 1, NOW.plusSeconds(30), Optional.empty()));

    assertThat(body.path("reason").asText()).isEqualTo("the receiver answered 503");
    assertThat(body.path("attemptsLeft").asInt()).isEqualTo(11);
    assertThat(Instant.parse(body.path("givesUpAt").asText()))
        .isEqualTo(NOW.plusSeconds(30).plus(RetrySchedule.STANDARD.lasts()).minusSeconds(35));
  }

  @Test
  void failingReceiverEndsTheRoundAfterTheWholeSchedule() {
    api.note(CONFIGURATION, open(NOW.plusSeconds(600)));

    assertThat(answered(tried(2, 0, NOW, Optional.empty())).path("givesUpAt").asText())
        .as("the round began after the first failure")
        .isEqualTo(Answers.time(NOW.plus(RetrySchedule.STANDARD.lasts())));
  }

  @Test
  void testHasOneAttempt() {
    Delivery test = Samples.ofSample(tried(0, 0, NOW, Optional.empty()));
    JsonNode body = answered(test);

    assertThat(body.path("attemptsLeft").asInt()).isEqualTo(1);
    assertThat(body.path("givesUpAt").asText()).isEqualTo(Answers.time(NOW));
  }

  private static Delivery tried(
      int attempts, int probes, Instant dueAt, Optional<Instant> leasedUntil) {
    DeliveryProgress progress =
        new DeliveryProgress(
            DeliveryStatus.PENDING,
            "the receiver answered 503",
            new AttemptNumber(1, attempts),
            leasedUntil,
            Optional.of(dueAt),
            Optional.empty(),
            probes,
            Optional.empty());
    return delivery(CONFIGURATION, progress);
  }

  private JsonNode answered(Delivery delivery) {
    api.deliveries.record(delivery);
    return api.get("/deliveries/" + delivery.id()).body();
  }

  private JsonNode waitsFor(Delivery delivery) {
    return answered(delivery).path("waitsFor");
  }

  private static Breaker open(Instant probeAt) {
    return new Breaker(
        List.of(new DeliveryId("dlv_0000000000000000000000000000000a")),
        Optional.of(Instant.parse("2026-03-01T09:00:00Z")),
        3,
        Optional.of(probeAt),
        Optional.empty());
  }

  private static Delivery delivery(ConfigurationId configuration, DeliveryProgress progress) {
    return Samples.with(Samples.delivery(Samples.taskId(), NOW), progress, configuration);
  }
}
