package io.cdrwebhooks.configapi.attention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests `GET /attention`: which receivers need attention, and why.
class AttentionOperationsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant EARLIER = NOW.minusSeconds(3_600);
  private static final ReceiverHealth FAILING =
      ReceiverHealth.failing(FailingStreak.begin(EARLIER));

  private final TestApi api = new TestApi();

  @Test
  void listIsEmptyWhenAllReceiversAnswer() {
    String path = api.configured("Healthy");
    store(path, 3, DeliveryProgress.pending(NOW));

    Answer answer = api.get("/attention");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"items\":[],\"complete\":true,\"waitingForFailing\":{\"count\":0,\"more\":false}}");
  }

  @Test
  void failingReceiverShowsItsReportsAtRisk() {
    String path = api.configured("Globex");
    api.note(path, true, FAILING);
    store(path, 3, DeliveryProgress.pending(NOW));
    store(path, 2, DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"));

    JsonNode item = only();

    assertThat(item.path("name").asText()).isEqualTo("Globex");
    assertThat(item.path("state").asText()).isEqualTo("FAILING");
    assertThat(item.path("since").asText()).isEqualTo(Answers.time(EARLIER));
    assertThat(item.at("/waiting/count").asInt()).isEqualTo(3);
    assertThat(item.at("/failed/count").asInt()).isEqualTo(2);
    assertThat(item.at("/held/count").asInt()).isZero();
    assertThat(item.path("remedy").asText()).isEqualTo("RETRY_NOW");
    assertThat(item.path("givesUpAt").asText())
        .isEqualTo(Answers.time(EARLIER.plus(RetrySchedule.STANDARD.lasts())));
    assertThat(answer().at("/waitingForFailing/count").asInt()).isEqualTo(3);
  }

  /// A person has changed the URL, which ends the streak; the lane still waits for its probe.
  @Test
  void laneWithOpenBreakerIsListedWithoutFailingStreak() {
    String path = api.configured("Renamed");
    store(path, 1, DeliveryProgress.pending(NOW));
    api.note(TestApi.idIn(path), open(NOW.plusSeconds(600)));

    assertThat(only().path("since").asText()).isEqualTo(Answers.time(EARLIER.plusSeconds(5)));
    assertThat(only().at("/waiting/count").asInt()).isEqualTo(1);
  }

  @Test
  void disabledConfigurationCountsOnlyWithWaitingReports() {
    String empty = api.configured("Empty");
    api.note(empty, false, ReceiverHealth.GOOD);
    String holding = api.configured("Holding");
    api.note(holding, false, ReceiverHealth.GOOD);
    store(holding, 2, DeliveryProgress.held("its configuration is disabled", NOW));

    assertThat(only().path("name").asText()).isEqualTo("Holding");
    assertThat(only().path("state").asText()).isEqualTo("DISABLED");
    assertThat(only().at("/held/count").asInt()).isEqualTo(2);
    assertThat(only().path("remedy").asText()).isEqualTo("ENABLE");
    assertThat(answer().at("/waitingForFailing/count").asInt()).isZero();
  }

  @Test
  void failingReceiverWithoutWaitingReportsNeedsAResend() {
    String path = api.configured("Late");
    api.note(path, true, FAILING);
    store(path, 1, DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"));

    assertThat(only().path("remedy").asText()).isEqualTo("RESEND");
    assertThat(only().path("givesUpAt").isNull()).isTrue();
  }

  /// A recovery must begin there to resend all that are counted: they may be from before the
  /// failures.
  @Test
  void failedReportsSayWhenTheFirstOfThemArrived() {
    String path = api.configured("Late");
    api.note(path, true, FAILING);
    assertThat(only().path("failedSince").isNull()).isTrue();

    Instant first = NOW.minus(TroubledConfigurations.FAILED_LISTED_FOR).minusSeconds(3_600);
    for (int i = 0; i < 9; i++) {
      storeFailed(path, first.plusSeconds(i));
    }

    assertThat(only().path("state").asText()).isEqualTo("FAILING");
    assertThat(only().at("/failed/count").asInt()).isEqualTo(9);
    assertThat(only().path("failedSince").asText()).isEqualTo(Answers.time(first));
  }

  /// The receiver works again, and the failed reports were not sent again.
  @Test
  void workingReceiverNeedsAResendOfMissedReports() {
    String path = api.configured("Back");
    store(path, 2, DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"));
    store(path, 3, DeliveryProgress.pending(NOW));

    assertThat(only().path("state").asText()).isEqualTo("MISSED_REPORTS");
    assertThat(only().path("since").asText()).isEqualTo(Answers.time(EARLIER));
    assertThat(only().at("/failed/count").asInt()).isEqualTo(2);
    assertThat(only().at("/waiting/count").asInt()).isZero();
    assertThat(only().path("remedy").asText()).isEqualTo("RESEND");
    assertThat(answer().path("complete").asBoolean()).isTrue();
  }

  @Test
  void failedTestsAndReportsThatWereSentAgainAreNotMissed() {
    String path = api.configured("Back");
    Delivery failed = delivery(path, DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"));
    api.deliveries.record(Samples.ofSample(failed));
    Delivery copied = delivery(path, failed.progress());
    api.deliveries.record(copied);
    api.deliveries.noteCopy(copied.id(), Samples.delivery().id());

    assertThat(answer().path("items")).isEmpty();
  }

  @Test
  void reportsThatFailedLongAgoAreNotListed() {
    String path = api.configured("Long ago");
    storeFailed(path, NOW.minus(TroubledConfigurations.FAILED_LISTED_FOR).minusMillis(1));

    assertThat(answer().path("items")).isEmpty();
  }

  @Test
  void answerSaysThatMoreReportsFailedThanItReads() {
    store(
        api.configured("Back"),
        TroubledConfigurations.MAX_FAILED + 1,
        DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"));

    assertThat(only().path("state").asText()).isEqualTo("MISSED_REPORTS");
    assertThat(answer().path("complete").asBoolean()).isFalse();
  }

  @Test
  void deletedConfigurationsDoNotDisplaceOthers() {
    storeFailed(api.configured("Back"), EARLIER.minusSeconds(1));
    for (int i = 0; i < TroubledConfigurations.MAX_OF_A_KIND; i++) {
      String deleted = api.configured("Deleted " + i);
      storeFailed(deleted, EARLIER);
      assertThat(api.delete(deleted).status()).isEqualTo(204);
    }

    assertThat(only().path("name").asText()).isEqualTo("Back");
    assertThat(answer().path("complete").asBoolean()).isTrue();
  }

  @Test
  void missedReportsAreOnlyRecentOnes() {
    String path = api.configured("Back");
    storeFailed(path, NOW.minus(TroubledConfigurations.FAILED_LISTED_FOR).minusMillis(1));
    storeFailed(path, EARLIER);

    assertThat(only().at("/failed/count").asInt()).isEqualTo(1);
    assertThat(only().path("since").asText()).isEqualTo(Answers.time(EARLIER));
  }

  @Test
  void disabledConfigurationSaysWhenItWasDisabled() {
    String path = api.configured("Holding");
    store(path, 1, DeliveryProgress.held("its configuration is disabled", NOW));
    Instant disabledAt = api.now;
    put(path, "Holding");
    api.now = api.now.plusSeconds(60);
    put(path, "Renamed");

    assertThat(only().path("name").asText()).isEqualTo("Renamed");
    assertThat(only().path("since").asText()).isEqualTo(Answers.time(disabledAt));
  }

  private void put(String path, String name) {
    String body =
        "{\"name\":\"%s\",\"url\":\"https://receiver.example/cdr\",\"enabled\":false}"
            .formatted(name);
    assertThat(api.put(path, "*", body).status()).isEqualTo(200);
  }

  @Test
  void mostReportsAtRiskComeFirst() {
    for (int reports : List.of(1, 3, 2)) {
      String path = api.configured("With " + reports);
      api.note(path, true, FAILING);
      store(path, reports, DeliveryProgress.pending(NOW));
    }
    assertThat(answer().path("items").findValuesAsText("name"))
        .containsExactly("With 3", "With 2", "With 1");
  }

  @Test
  void countsStopAtTheirLimit() {
    String path = api.configured("Many");
    api.note(path, true, FAILING);
    store(path, 400, DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"));

    JsonNode failed = only().path("failed");

    assertThat(failed.path("count").asInt()).isEqualTo(4 * RiskCheck.MAX_READ_OF_A_SHARD);
    assertThat(failed.path("more").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerSaysThatThereAreMoreReceivers(boolean failing) {
    for (int i = 0; i <= TroubledConfigurations.MAX_OF_A_KIND; i++) {
      String path = api.configured("Receiver " + i);
      if (failing) {
        api.note(path, true, FAILING);
      } else {
        storeFailed(path, EARLIER);
      }
    }

    assertThat(answer().path("items")).hasSize(TroubledConfigurations.MAX_OF_A_KIND);
    assertThat(answer().path("complete").asBoolean()).isFalse();
  }

  private JsonNode answer() {
    return api.get("/attention").body();
  }

  private JsonNode only() {
    JsonNode items = answer().path("items");
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private void store(String path, int number, DeliveryProgress progress) {
    IntStream.range(0, number).forEach(_ -> api.deliveries.record(delivery(path, progress)));
  }

  private void storeFailed(String path, Instant then) {
    api.deliveries.record(
        delivery(path, DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"), then));
  }

  private static Delivery delivery(String path, DeliveryProgress progress) {
    return delivery(path, progress, EARLIER);
  }

  private static Delivery delivery(String path, DeliveryProgress progress, Instant then) {
    ConfigurationId id = TestApi.idIn(path);
    return Samples.with(Samples.delivery(Samples.report(new TaskId(42)), id, then), progress, id);
  }

  private static Breaker open(Instant probeAt) {
    return new Breaker(
        List.of(Samples.delivery().id()),
        Optional.of(EARLIER.plusSeconds(5)),
        1,
        Optional.of(probeAt),
        Optional.empty());
  }
}
