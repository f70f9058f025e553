package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tests the lane in the API's answers, and the retry of its receiver.
class LaneOperationsTest {
  private static final Instant SINCE = Instant.parse("2026-03-01T09:00:00Z");
  private static final Instant PROBE = Instant.parse("2026-03-01T10:20:00Z");
  private static final Breaker OPEN =
      new Breaker(
          List.of(new DeliveryId("dlv_0000000000000000000000000000000a")),
          Optional.of(SINCE),
          3,
          Optional.of(PROBE),
          Optional.empty());
  private static final String SENDING =
      "{\"state\":\"SENDING\",\"failingSince\":null,\"nextProbeAt\":null}";
  private static final String FAILING =
      "{\"state\":\"FAILING\",\"failingSince\":\"2026-03-01T09:00:00.000Z\","
          + "\"nextProbeAt\":\"2026-03-01T10:20:00.000Z\"}";

  private final TestApi api = new TestApi();
  private final String path = api.configured("A");

  @Test
  void retryProbesAFailingReceiverAtOnce() {
    Answer answer = api.post(path + "/retry-now");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.text()).isEqualTo("{\"configurationId\":\"" + TestApi.idIn(path) + "\"}");
    assertThat(answer.header("Location")).isEqualTo(TestApi.BASE + path);
    assertThat(api.workMessages.sent())
        .containsExactly(new Sent(DueWork.OfLane.askedFor(TestApi.idIn(path)), Duration.ZERO));
  }

  @Test
  void waitingDeliveriesAreCounted() {
    for (int i = 0; i < 600; i++) {
      waiting(api.now.plus(Duration.ofHours(4).plusMillis(i)));
    }
    waiting(api.now.minusSeconds(60));

    assertThat(api.get(path + "/waiting").text())
        .isEqualTo("{\"pending\":601,\"later\":600,\"complete\":true}");
    assertThat(api.get("/webhook-configurations/cfg_1/waiting").status()).isEqualTo(404);
  }

  @Test
  void countOfWaitingDeliveriesEndsAtSomeThousands() {
    for (int i = 0; i < LaneOperations.MAX_COUNTED + 1_000; i++) {
      waiting(api.now.plusMillis(i));
    }

    JsonNode counted = api.get(path + "/waiting").body();

    assertThat(counted.path("complete").asBoolean()).isFalse();
    assertThat(counted.path("pending").asInt())
        .isBetween(LaneOperations.MAX_COUNTED, LaneOperations.MAX_COUNTED + 999);
  }

  @Test
  void retrySendsTenDeliveriesThatWaitForHours() {
    List<DeliveryId> waiting =
        IntStream.range(0, 12)
            .mapToObj(i -> waiting(api.now.plus(Duration.ofHours(4).plusMillis(i))))
            .toList();

    assertThat(api.post(path + "/retry-now").status()).isEqualTo(202);

    assertThat(api.workMessages.sent())
        .containsExactly(
            new Sent(
                DueWork.OfLane.askedFor(TestApi.idIn(path), waiting.getFirst()), Duration.ZERO));
    Instant soon = api.now.plusSeconds(1);
    assertThat(waiting)
        .filteredOn(
            id ->
                api.deliveries
                    .find(id)
                    .orElseThrow()
                    .progress()
                    .dueAt()
                    .orElseThrow()
                    .isBefore(soon))
        .isEqualTo(waiting.subList(0, 10));
  }

  private DeliveryId waiting(Instant dueAt) {
    Delivery delivery = Samples.waiting(TestApi.idIn(path), dueAt);
    assertThat(api.deliveries.record(delivery)).isInstanceOf(Deliveries.Recording.Recorded.class);
    return delivery.id();
  }

  /// No other event would show that the receiver has recovered.
  @Test
  void retryFailsWhenItsMessageCannotBeSent() {
    api.use(Faults.before("send", WorkMessages.class, api.workMessages));

    assertThat(api.post(path + "/retry-now").status()).isEqualTo(500);
  }

  @Test
  void retryOfADisabledConfigurationAnswers409() {
    api.note(path, false, ReceiverHealth.GOOD);

    Answer answer = api.post(path + "/retry-now");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText()).contains("enable it first");
    assertThat(api.workMessages.sent()).isEmpty();
  }

  @Test
  void failingLaneIsShownWithItsNextProbe() {
    assertThat(lane().toString()).isEqualTo(SENDING);

    api.note(TestApi.idIn(path), OPEN);
    assertThat(lane().toString()).isEqualTo(FAILING);

    api.note(TestApi.idIn(path), Breaker.CLOSED);
    assertThat(lane().toString()).isEqualTo(SENDING);
  }

  /// One failure does not mean that the receiver fails.
  @Test
  void laneWithAClosedBreakerIsSending() {
    api.note(
        TestApi.idIn(path),
        new Breaker(OPEN.failed(), Optional.of(SINCE), 0, Optional.empty(), Optional.empty()));

    assertThat(lane().toString()).isEqualTo(SENDING);
  }

  @Test
  void changedConfigurationIsAnsweredWithItsLane() {
    api.note(TestApi.idIn(path), OPEN);

    Answer replaced =
        api.put(path, "*", "{\"name\":\"B\",\"url\":\"https://receiver.example/cdr\"}");
    Answer rotated =
        api.post(path + "/signature", "*", "{\"signature\":\"other-" + TestApi.SIGNATURE + "\"}");

    assertThat(replaced.body().path("lane").toString()).isEqualTo(FAILING);
    assertThat(rotated.body().path("lane").toString()).isEqualTo(FAILING);
  }

  /// The lane is read before the change, because a change that was made must not answer with an
  /// error.
  @Test
  void changeFailsIfTheLaneCannotBeRead() {
    api.use(Faults.before("find", Lanes.class, (Lanes) api.lanes));

    Answer replaced =
        api.put(path, "*", "{\"name\":\"B\",\"url\":\"https://receiver.example/cdr\"}");
    Answer rotated =
        api.post(path + "/signature", "*", "{\"signature\":\"other-" + TestApi.SIGNATURE + "\"}");

    assertThat(replaced.status()).isEqualTo(500);
    assertThat(rotated.status()).isEqualTo(500);
    assertThat(api.stored(path).revision().number()).isEqualTo(1);
  }

  /// Each configuration would cost a read.
  @Test
  void listIsAnsweredWithoutReadingLanes() {
    api.use(Faults.before("find", Lanes.class, (Lanes) api.lanes));

    Answer answer = api.get("/webhook-configurations");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("items").path(0).has("lane")).isFalse();
  }

  private JsonNode lane() {
    return api.get(path).body().path("lane");
  }
}
