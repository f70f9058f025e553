package io.cdrwebhooks.receiverrequest;

import static io.cdrwebhooks.receiverrequest.RequestFixture.KEY;
import static io.cdrwebhooks.receiverrequest.RequestFixture.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what a signed `list-reports` gets, and that its pages skip nothing.
class ReportListAnswerTest {
  private final RequestFixture function = new RequestFixture();
  private final Instant begun = function.now;
  private final WebhookConfiguration configuration = function.configured();

  @Test
  void listHasTheReportsOfTheConfigurationAndNoTests() {
    Delivery one = function.delivered(configuration, "tx00001.zip");
    assertThat(function.deliveries.recordLinkFollowed(one.id(), Samples.follow(begun, "192.0.2.1")))
        .isTrue();
    Delivery _ =
        function.delivered(configuration, new ReportKey(TaskId.SAMPLE, "t.zip", true), begun);
    Delivery _ = function.delivered(function.configured(), "tx00002.zip");
    later(ReportListAnswer.LAG);

    HttpResponse answer = ask(named(one), begun, Optional.empty());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode list = RequestFixture.json(answer);
    assertThat(list.path("items")).hasSize(1);
    assertThat(list.at("/items/0").toString())
        .isEqualTo(
            "{\"deliveryId\":\""
                + one.id()
                + "\",\"taskId\":"
                + TASK
                + ",\"sequence\":0,\"fileName\":\"tx00001.zip\",\"fileSizeInBytes\":3,\"numberOfLines\":100,"
                + "\"error\":\"\",\"errorCode\":\"\",\"fileSha256\":\"\","
                + "\"uploadedAt\":\"2026-03-05T03:12:44.500Z\","
                + "\"recordedAt\":\"2026-03-05T03:12:44.500Z\","
                + "\"status\":\"DELIVERED\",\"linkFollowedAt\":\"2026-03-05T03:12:44.500Z\"}");
    assertThat(list.path("nextCursor").isNull()).isTrue();
    assertThat(list.path("completeUntil").asText()).isEqualTo("2026-03-05T03:12:44.500Z");
  }

  @Test
  void answerIsSignedUnderTheIdOfTheRequest() {
    String body = function.listing(byConfiguration(), begun, Optional.empty());

    HttpResponse answer = function.ask(body);

    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    String id = body.substring(body.indexOf("req_"), body.indexOf("req_") + 36);
    assertThat(answer.headers())
        .containsEntry("webhook-id", id)
        .containsEntry("X-CDR-Signature", PayloadSignatures.xCdrSignature(KEY, bytes))
        .containsEntry(
            "webhook-signature",
            PayloadSignatures.webhookSignature(
                List.of(KEY), id, function.now.getEpochSecond(), bytes));
  }

  @Test
  void pageHasAtMostAHundredItems() {
    for (int i = 0; i < 250; i++) {
      Delivery _ = function.delivered(configuration, "tx" + i + ".zip");
    }
    later(ReportListAnswer.LAG);
    List<Integer> sizes = new ArrayList<>();
    TreeSet<String> seen = new TreeSet<>();

    Instant until =
        follow(
            begun,
            page -> {
              sizes.add(page.path("items").size());
              page.path("items").forEach(item -> seen.add(item.path("deliveryId").asText()));
            });

    assertThat(seen).hasSize(250);
    assertThat(sizes).containsExactly(100, 100, 50);
    assertThat(until).isEqualTo(begun);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "9 1 ", "0 1 x", "0 99999999999999999 ", "0 -1 "})
  void cursorOfNoListAnswers422(String cursor) {
    HttpResponse answer = ask(byConfiguration(), Instant.EPOCH, Optional.of(encoded(cursor)));

    assertThat(answer.status()).isEqualTo(422);
  }

  @Test
  void cursorDoesNotLeadBeyondCompleteUntil() {
    Delivery _ = function.delivered(configuration, "tx1.zip");
    String later = encoded("0 " + begun.plusSeconds(60).toEpochMilli() + " ");

    JsonNode list =
        RequestFixture.json(ask(byConfiguration(), begun.minusSeconds(600), Optional.of(later)));

    assertThat(list.path("items")).isEmpty();
    assertThat(Instant.parse(list.path("completeUntil").asText())).isBefore(begun);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Deliveries get their time when their writer begins, and become visible later, in another
  /// order. A reader follows every list to its end and begins the next one at `completeUntil`.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readerMissesNothingThatBecomesVisibleLate(long seed) {
    Random random = new Random(seed);
    long longest = ReportListAnswer.LAG.minusSeconds(1).toMillis();
    List<Writing> writings = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Instant createdAt = begun.plusMillis(random.nextInt(3_600_000));
      long delay = random.nextInt(10) == 0 ? longest : random.nextLong(longest);
      writings.add(new Writing(createdAt, createdAt.plusMillis(delay), "tx" + i + ".zip"));
    }
    writings.sort(Comparator.comparing(Writing::visibleAt));
    TreeSet<String> seen = new TreeSet<>();
    Instant from = begun;
    int written = 0;
    while (written < writings.size() || from.isBefore(begun.plusSeconds(3_600))) {
      later(Duration.ofMillis(random.nextInt(60_000)));
      written = writeUntil(function.now, writings, written);
      int[] next = {written};
      from =
          follow(
              from,
              page -> {
                page.path("items").forEach(item -> seen.add(item.path("fileName").asText()));
                later(Duration.ofMillis(random.nextInt(5_000)));
                next[0] = writeUntil(function.now, writings, next[0]);
              });
      written = next[0];
    }

    assertThat(seen).hasSize(400);
  }

  private record Writing(Instant createdAt, Instant visibleAt, String fileName) {}

  private int writeUntil(Instant now, List<Writing> writings, int written) {
    int next = written;
    while (next < writings.size() && !writings.get(next).visibleAt().isAfter(now)) {
      Writing each = writings.get(next++);
      Delivery _ =
          function.delivered(configuration, new ReportKey(TASK, each.fileName()), each.createdAt());
    }
    return next;
  }

  /// Reads a list to its end, and returns where the next one begins.
  private Instant follow(Instant from, Consumer<JsonNode> pages) {
    Optional<String> cursor = Optional.empty();
    JsonNode page;
    do {
      page = RequestFixture.json(ask(byConfiguration(), from, cursor));
      cursor = Optional.ofNullable(page.path("nextCursor").textValue());
      pages.accept(page);
      later(Duration.ofSeconds(1));
    } while (cursor.isPresent());
    Instant until = Instant.parse(page.path("completeUntil").asText());
    return until.isBefore(from) ? from : until;
  }

  private HttpResponse ask(String named, Instant from, Optional<String> cursor) {
    return function.ask(function.listing(named, from, cursor));
  }

  private String byConfiguration() {
    return "\"configurationId\":\"" + configuration.id() + "\"";
  }

  private static String named(Delivery delivery) {
    return "\"deliveryId\":\"" + delivery.id() + "\"";
  }

  private void later(Duration time) {
    function.now = function.now.plus(time);
  }
}
