package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.InterceptedCalls;
import io.cdrwebhooks.testing.Samples;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests `GET /deliveries`: its filters, and the queries that it refuses.
class DeliveryListTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final TaskId TASK = new TaskId(42);
  private static final ConfigurationId ONE =
      new ConfigurationId("cfg_0000000000000000000000000000000a");
  private static final ConfigurationId OTHER =
      new ConfigurationId("cfg_0000000000000000000000000000000b");

  private static final Breaker OPEN =
      new Breaker(
          List.of(Samples.delivery().id()),
          Optional.of(START.minusSeconds(3600)),
          1,
          Optional.of(START.plusSeconds(600)),
          Optional.empty());

  private final TestApi api = new TestApi();

  /// Of ONE: a, b, c; of TASK: a, c, u; minutes 0, 1, 2, 3.
  @BeforeEach
  void store() {
    store(TASK, 0, DeliveryProgress.pending(START), ONE);
    store(new TaskId(43), 1, DeliveryProgress.kept(DeliveryStatus.FAILED, "gave up"), ONE);
    store(TASK, 2, DeliveryProgress.kept(DeliveryStatus.FAILED, "gave up"), ONE);
    store(TASK, 3, DeliveryProgress.kept(DeliveryStatus.UNROUTED, "unknown task"), OTHER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                       | 3 2 1 0",
        "?taskId=42                                               | 3 2 0",
        "?configurationId=cfg_0000000000000000000000000000000a    | 2 1 0",
        "?configurationId=cfg_0000000000000000000000000000000b    | ''",
        "?status=FAILED                                           | 2 1",
        "?status=PENDING                                          | 0",
        "?status=UNROUTED                                         | 3",
        "?status=HELD                                             | ''",
        "?status=FAILED&taskId=42                                 | 2",
        "?test=false                                              | 3 2 1 0",
        "?test=true                                               | ''",
        "?from=2026-03-01T10:01:00Z                               | 3 2 1",
        "?to=2026-03-01T10:01:00Z                                 | 0",
        "?from=2026-03-01T10:01:00.000Z&to=2026-03-01T10:03:00Z   | 2 1",
        "?from=2026-03-01T12:01:00%2B02:00                        | 3 2 1",
        "?taskId=42&status=FAILED&from=2026-03-01T10:02:00Z"
            + "&configurationId=cfg_0000000000000000000000000000000a | 2",
      })
  void listMatchesItsFilterNewestFirst(String query, String minutes) {
    Answer answer = api.get("/deliveries" + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(minutes(answer)).isEqualTo(minutes);
    assertThat(answer.body().path("nextCursor").isNull()).isTrue();
  }

  @Test
  void testsAreListedAloneOrLeftOut() {
    Delivery test = Samples.ofSample(Samples.delivery(TaskId.SAMPLE, START.plusSeconds(240)));
    store(test, DeliveryProgress.kept(DeliveryStatus.FAILED, "a test"), ONE);

    assertThat(minutes(api.get("/deliveries"))).isEqualTo("4 3 2 1 0");
    assertThat(minutes(api.get("/deliveries?test=true"))).isEqualTo("4");
    assertThat(minutes(api.get("/deliveries?test=false&status=FAILED"))).isEqualTo("2 1");
  }

  /// Five deliveries wait, in two configurations.
  @Test
  void pageReadsEachLaneOnceAndSaysWhatDeliveriesWaitFor() {
    store(TASK, 4, DeliveryProgress.pending(START), OTHER);
    store(TASK, 5, DeliveryProgress.pending(START), OTHER);
    api.note(OTHER, OPEN);
    List<Object> found = Collections.synchronizedList(new ArrayList<>());
    api.use(noting(found));

    JsonNode items = api.get("/deliveries").body().path("items");

    assertThat(items.findValuesAsText("cause")).containsExactly("RECEIVER", "RECEIVER", "TURN");
    assertThat(items.get(0).path("givesUpAt").isNull()).isFalse();
    assertThat(items.get(2).path("waitsFor").isNull()).as("UNROUTED").isTrue();
    assertThat(found).containsExactlyInAnyOrder(ONE, OTHER);
  }

  @Test
  void pagesFollowEachOther() {
    List<String> minutes = new ArrayList<>();
    String cursor = "";
    do {
      Answer answer = api.get("/deliveries?limit=1" + cursor);
      minutes.add(minutes(answer));
      assertThat(answer.body().path("items").get(0).has("attempts")).isFalse();
      cursor = "&cursor=" + encoded(answer.body().path("nextCursor").asText("end"));
    } while (!cursor.equals("&cursor=end"));

    assertThat(minutes).containsExactly("3", "2", "1", "0");
  }

  @Test
  void cursorOfAnotherFilterIsRefused() {
    String cursor = encoded(api.get("/deliveries?limit=1").body().path("nextCursor").asText());

    Answer answer = api.get("/deliveries?status=FAILED&cursor=" + cursor);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fieldsAtFault()).containsExactly("cursor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "taskId=                                                | taskId",
        "taskId=0                                               | taskId",
        "taskId=%34%zz                                          | taskId",
        "configurationId=                                       | configurationId",
        "status=                                                | status",
        "status=failed                                          | status",
        "from=                                                  | from",
        "from=2026-03-01                                        | from",
        "from=2026-03-01T10:00:00                               | from",
        "from=2026-03-01T10:00:00+02:00                         | from",
        "to=2026-02-30T10:00:00Z                                | to",
        "from=2026-03-01T10:00:00Z&to=2026-03-01T10:00:00Z      | from",
        "from=2026-03-02T10:00:00Z&to=2026-03-01T10:00:00Z      | from",
        "cursor=garbage                                         | cursor",
        "status=x&taskId=x&from=x&to=x&configurationId=x"
            + " | configurationId from status taskId to",
      })
  void invalidQueryAnswers400WithItsParameters(String query, String fields) {
    Answer answer = api.get("/deliveries?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fieldsAtFault()).isEqualTo(List.of(fields.split(" ", -1)));
  }

  @Test
  void errorOfAStatusNamesTheValidOnes() {
    assertThat(api.get("/deliveries?status=LOST").detailOf("status"))
        .isEqualTo("must be one of PENDING, DELIVERED, FAILED, HELD, UNROUTED");
  }

  /// The in-memory twin's cursors are plain text.
  private static String encoded(String cursor) {
    return URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }

  /// The lanes, which note the argument of each call.
  private Lanes noting(List<Object> arguments) {
    return InterceptedCalls.of(
        Lanes.class,
        api.lanes,
        call -> {
          arguments.add(call.argument(0));
          return call.proceed();
        });
  }

  private void store(TaskId task, int minute, DeliveryProgress progress, ConfigurationId id) {
    store(Samples.delivery(task, START.plusSeconds(60L * minute)), progress, id);
  }

  private void store(Delivery delivery, DeliveryProgress progress, ConfigurationId id) {
    api.deliveries.record(
        progress.status() == DeliveryStatus.UNROUTED
            ? Samples.with(delivery, progress)
            : Samples.with(delivery, progress, id));
  }

  private static String minutes(Answer answer) {
    return String.join(
        " ",
        answer.body().path("items").findValuesAsText("createdAt").stream()
            .map(Instant::parse)
            .map(at -> Long.toString((at.getEpochSecond() - START.getEpochSecond()) / 60))
            .toList());
  }
}
