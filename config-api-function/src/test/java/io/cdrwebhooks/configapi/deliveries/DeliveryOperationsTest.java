package io.cdrwebhooks.configapi.deliveries;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.FileReceipt;
import io.cdrwebhooks.link.IssuedLink;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeliveryOperationsTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static final ConfigurationId CONFIGURATION =
      new ConfigurationId("cfg_0000000000000000000000000000000a");

  private final TestApi api = new TestApi();

  @Test
  void deliveryIsAnsweredWithItsAttempts() throws IOException {
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
            Optional.of(START.plusSeconds(6)),
            Optional.of(request(delivery)),
            List.of(new AnswerHeader("Retry-After", "5")),
            Optional.of(new RefusalCheck(OptionalInt.of(401), OptionalInt.empty()))));
    api.deliveries.recordLinkFollowed(
        delivery.id(), Samples.follow(START.plusMillis(1500), "203.0.113.7"));
    api.deliveries.recordLinkFollowed(
        delivery.id(), Samples.follow(START.plusSeconds(9), "203.0.113.8"));

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(golden("delivery-with-its-attempts.json"));
  }

  private static JsonNode golden(String name) throws IOException {
    try (InputStream golden = DeliveryOperationsTest.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(requireNonNull(golden));
    }
  }

  @Test
  void linksAreShownWithTheirUsesAndWithoutTheirTokens() throws IOException {
    Delivery delivery = recorded("a.zip", START);
    DownloadLink first = issued(delivery, START);
    DownloadLink second = issued(delivery, START.plusSeconds(60));
    api.deliveries.recordLinkFollowed(
        delivery.id(), first.followed(START.plusSeconds(5), "203.0.113.7"));
    api.deliveries.recordLinkFollowed(delivery.id(), first.followed(START.plusSeconds(4), ""));
    assertThat(api.delete("/deliveries/" + delivery.id() + "/links").status()).isEqualTo(200);

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.body().path("links")).isEqualTo(golden("links-with-their-uses.json"));
    assertThat(answer.text()).doesNotContain(IssuedLink.name(second.tokenHash()));
  }

  private DownloadLink issued(Delivery delivery, Instant at) {
    DownloadLink link = DownloadLink.issue(Samples.token(), delivery, at);
    api.links.issue(link);
    return link;
  }

  @Test
  void receiptIsComparedWithTheAnnouncedDigest() {
    Delivery delivery = recorded("a.zip", START);
    FileReceipt receipt = new FileReceipt(START.plusSeconds(5), "0a".repeat(32));
    assertThat(api.links.record(receipt, delivery.id())).isTrue();

    assertThat(api.get("/deliveries/" + delivery.id()).body().path("receipt").toString())
        .isEqualTo(
            "{\"at\":\"2026-03-01T10:00:05.000Z\",\"fileSha256\":\""
                + "0a".repeat(32)
                + "\",\"matches\":null}");
  }

  @Test
  void unknownValuesAreNull() {
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
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty()));

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.text())
        .contains(
            "\"nextAttemptAt\":null,\"linkFollowedAt\":null,\"linkFollows\":0,"
                + "\"linkFollowedFrom\":null,\"linkLastFollowedAt\":null")
        .contains("{\"resolveMs\":null,\"connectMs\":null,\"tlsMs\":null,\"firstByteMs\":null}")
        .contains("\"numberOfLines\":null")
        .contains("\"answer\":\"\",\"answerHeaders\":[],\"nextAttemptAt\":null,\"request\":null")
        .contains("\"address\":null,\"statusCode\":null");
  }

  @Test
  void countedLinesAndTheTestFlagAreShown() {
    Delivery counted =
        Samples.ofSample(recorded("a.zip", START)).inspected(new Inspection(41_000, ""));
    TestApi other = new TestApi();
    other.deliveries.record(counted);

    JsonNode body = other.get("/deliveries/" + counted.id()).body();

    assertThat(body.path("numberOfLines").asLong()).isEqualTo(41_000);
    assertThat(body.path("test").asBoolean()).isTrue();
    assertThat(body.path("attempt").asInt()).isZero();
    assertThat(body.path("round").asInt()).isEqualTo(1);
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
  void fileNameWithoutUtf8FormIsShown() {
    Delivery delivery = recorded("half\ud83d.zip", START);

    Answer answer = api.get("/deliveries/" + delivery.id());

    assertThat(answer.body().path("fileName").asText()).isEqualTo("half?.zip");
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
        configuration,
        new Delivery.Upload(version, createdAt, 1234, Optional.empty()),
        createdAt,
        progress);
  }

  private static SentRequest request(Delivery delivery) {
    return new SentRequest(
        new ReceiverUrl(URI.create("https://receiver.example/in?x=%20")),
        new WebhookPayload(
            URI.create("https://api.example/cdr-download-files/(hidden)"),
            START.plusSeconds(1).plus(Duration.ofDays(1)),
            delivery.report().fileName(),
            delivery.sizeBytes(),
            new Inspection(7, ""),
            "Daily",
            delivery.taskId(),
            Optional.empty()),
        2,
        List.of(),
        List.of("new", "old"));
  }

  private void attempted(Delivery delivery, Attempt attempt) {
    Claiming.Claimed claimed =
        (Claiming.Claimed) api.deliveries.claim(delivery, START, START.plusSeconds(60));
    api.deliveries.complete(claimed.claim(), attempt, NextState.failed("It is over"));
  }
}
