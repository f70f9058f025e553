package io.cdrwebhooks.configapi.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.statistics.BucketSize;
import io.cdrwebhooks.statistics.CollectedCounts;
import io.cdrwebhooks.statistics.CollectedCounts.Slot;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LatencyHistogram;
import io.cdrwebhooks.statistics.Outcomes;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.TimeBucket;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsOperationsTest {
  private static final LatencyHistogram FAST = LatencyHistogram.of(Duration.ofMillis(42));
  private static final LatencyHistogram SLOW = LatencyHistogram.of(Duration.ofSeconds(15));

  private final TestApi api = new TestApi();

  @Test
  void lastDayIsShownByHourWithZeros() {
    count(Series.ALL, "2026-03-01T09:30:00Z", new Counts(3, 2, 1, 2, 4, 1, FAST.plus(SLOW)));
    count(Series.ALL, "2026-02-28T10:00:00Z", new Counts(1, 1, 0, 1, 0, 0, FAST));
    count(Series.ALL, "2026-02-28T09:59:59Z", new Counts(9, 9, 9, 9, 9, 9, FAST));

    Answer answer = api.get("/statistics");

    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = answer.body();
    assertThat(body.path("from").asText()).isEqualTo("2026-02-28T10:00:00.000Z");
    assertThat(body.path("to").asText()).isEqualTo("2026-03-01T10:00:00.000Z");
    assertThat(body.path("bucket").asText()).isEqualTo("PT1H");
    assertThat(body.path("totals").toString())
        .isEqualTo(
            "{\"deliveries\":4,\"delivered\":3,\"failed\":1,\"attemptsDelivered\":3,"
                + "\"attemptsFailed\":4,\"linksFollowed\":1,"
                + "\"attemptMs\":{\"p50\":50,\"p95\":15000,\"max\":15000},\"outcomes\":null}");
    assertThat(body.path("buckets")).hasSize(24);
    assertThat(body.at("/buckets/0").toString())
        .isEqualTo(
            "{\"start\":\"2026-02-28T10:00:00.000Z\",\"deliveries\":1,\"delivered\":1,"
                + "\"failed\":0,\"attemptsDelivered\":1,\"attemptsFailed\":0,"
                + "\"linksFollowed\":0,\"attemptMs\":{\"p50\":50,\"p95\":50,\"max\":50},"
                + "\"outcomes\":null}");
    assertThat(body.at("/buckets/1").toString())
        .isEqualTo(
            "{\"start\":\"2026-02-28T11:00:00.000Z\",\"deliveries\":0,\"delivered\":0,"
                + "\"failed\":0,\"attemptsDelivered\":0,\"attemptsFailed\":0,"
                + "\"linksFollowed\":0,\"attemptMs\":{\"p50\":null,\"p95\":null,\"max\":null},"
                + "\"outcomes\":{\"recorded\":0,\"delivered\":0,\"retrying\":0,\"waiting\":0,"
                + "\"held\":0,\"failed\":0,\"unrouted\":0}}");
    assertThat(body.at("/buckets/23/start").asText()).isEqualTo("2026-03-01T09:00:00.000Z");
    assertThat(body.path("overdue").toString()).isEqualTo("{\"count\":0,\"oldestDueAt\":null}");
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactly("from", "to", "bucket", "totals", "buckets", "overdue");
  }

  @Test
  void outcomesAddUpToTheRecordedDeliveries() {
    count(
        Series.ALL,
        "2026-03-01T09:30:00Z",
        new Counts(20, 0, 0, 0, 0, 0, LatencyHistogram.EMPTY)
            .with(new Outcomes(20, 9, 4, 2, 1, 1)));

    assertThat(api.get("/statistics").body().at("/totals/outcomes").toString())
        .isEqualTo(
            "{\"recorded\":20,\"delivered\":9,\"retrying\":4,\"waiting\":3,\"held\":2,"
                + "\"failed\":1,\"unrouted\":1}");
  }

  @Test
  void longRangeIsShownByDay() {
    count(Series.ALL, "2026-02-20T23:59:59Z", new Counts(3, 2, 1, 0, 0, 0, LatencyHistogram.EMPTY));

    JsonNode body =
        api.get("/statistics?from=2026-02-20T12:00:00%2B01:00&to=2026-02-28T00:00:00Z").body();

    assertThat(body.path("bucket").asText()).isEqualTo("P1D");
    assertThat(body.path("from").asText()).isEqualTo("2026-02-20T00:00:00.000Z");
    assertThat(body.path("to").asText()).isEqualTo("2026-02-28T00:00:00.000Z");
    assertThat(body.path("buckets")).hasSize(8);
    assertThat(body.at("/buckets/0/deliveries").asInt()).isEqualTo(3);
  }

  @Test
  void countsOfOneConfigurationAreShown() {
    String path = api.configured("A");
    String id = TestApi.idIn(path).value();
    count(Series.ALL, "2026-03-01T09:30:00Z", new Counts(7, 0, 0, 0, 0, 0, LatencyHistogram.EMPTY));
    count(
        Series.of(TestApi.idIn(path)),
        "2026-03-01T09:30:00Z",
        new Counts(2, 0, 0, 0, 0, 0, LatencyHistogram.EMPTY));

    assertThat(deliveries("/statistics?configurationId=" + id)).isEqualTo(2);
    assertThat(deliveries("/statistics?configurationId=" + TestApi.idIn(api.configured("B"))))
        .isZero();
    assertThat(deliveries("/statistics")).isEqualTo(7);
    assertThat(api.get("/statistics?configurationId=cfg_" + "f".repeat(32)).status())
        .isEqualTo(404);
  }

  private int deliveries(String path) {
    Answer answer = api.get(path);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().at("/totals/deliveries").asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "from=yesterday,from,date and time",
    "configurationId=7,configurationId,id of a webhook configuration",
    "from=2026-03-01T09:00:00Z&to=2026-03-01T09:00:00Z,from,before the end",
    "from=2026-03-01T10:00:01Z,from,future",
    "to=2026-03-02T10:00:01Z,to,future",
    "from=2025-12-01T00:00:00Z,from,90 days",
    "from=2025-11-21T09:59:59Z&to=2025-11-22T00:00:00Z,from,100 days ago",
    "to=2025-11-22T09:59:59Z,to,99 days ago",
    "from=2026-03-01T09:00:00Z&to=9999-12-31T23:59:59-18:00,from,90 days",
    "unit=day,unit,parameter"
  })
  void invalidTimeAnswers400WithTheParameter(String query, String name, String detail) {
    Answer answer = api.get("/statistics?" + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.fieldsAtFault()).containsExactly(name);
    assertThat(answer.detailOf(name)).contains(detail);
  }

  @Test
  void timesAtTheLimitsAreAccepted() {
    for (String query :
        new String[] {
          "from=2025-12-01T10:00:00Z",
          "from=2025-11-21T10:00:01Z&to=2025-11-21T10:00:02Z",
          "to=2026-03-02T10:00:00Z",
          "from=2026-03-01T10:00:00Z&to=2026-05-30T10:00:00Z"
        }) {
      assertThat(api.get("/statistics?" + query).status()).as(query).isEqualTo(200);
    }
  }

  @Test
  void workLateByMoreThanAMinuteIsOverdue() {
    Instant now = api.now.truncatedTo(ChronoUnit.MILLIS);
    recordDueAt(now.minusSeconds(59));
    assertThat(overdue().toString()).isEqualTo("{\"count\":0,\"oldestDueAt\":null}");

    recordDueAt(now.minusSeconds(61));
    recordDueAt(now.minusSeconds(3_600));
    recordDueAt(now.minusSeconds(600));

    assertThat(overdue().path("count").asInt()).isEqualTo(3);
    assertThat(overdue().path("oldestDueAt").asText()).isEqualTo("2026-03-01T09:00:00.000Z");
  }

  @Test
  void laneCountsOnceAsOverdue() {
    Instant now = api.now.truncatedTo(ChronoUnit.MILLIS);
    ConfigurationId lane = new ConfigurationId("cfg_0000000000000000000000000000000a");
    for (int i = 0; i < 3; i++) {
      api.deliveries.record(
          Samples.with(Samples.delivery(), DeliveryProgress.pending(now.minusSeconds(600))));
    }
    assertThat(overdue().path("count").asInt()).isZero();

    assertThat(api.lanes.acquire(new DueWork.OfLane(lane), "dead", now, now.minusSeconds(120)))
        .isPresent();

    assertThat(overdue().path("count").asInt()).isEqualTo(1);
    assertThat(overdue().path("oldestDueAt").asText()).isEqualTo("2026-03-01T09:58:00.000Z");
  }

  @Test
  void overdueCountEndsAtAHundred() {
    for (int i = 0; i < 300; i++) {
      recordDueAt(Instant.parse("2026-03-01T08:00:00Z").plusSeconds(i));
    }

    assertThat(overdue().path("count").asInt()).isEqualTo(100);
    assertThat(overdue().path("oldestDueAt").asText()).isEqualTo("2026-03-01T08:00:00.000Z");
  }

  private JsonNode overdue() {
    return api.get("/statistics").body().path("overdue");
  }

  private void recordDueAt(Instant dueAt) {
    api.deliveries.record(
        Samples.with(
            Samples.delivery(), DeliveryProgress.held("Its configuration is disabled.", dueAt)));
  }

  private void count(Series series, String at, Counts counts) {
    Slot slot = new Slot(series, TimeBucket.of(BucketSize.HOUR, Instant.parse(at)));
    api.statistics.add(new CollectedCounts(Map.of(slot, counts), Map.of()));
  }
}
