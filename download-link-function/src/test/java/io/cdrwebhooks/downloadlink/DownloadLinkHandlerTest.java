package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of the download link, line by line.
class DownloadLinkHandlerTest {
  private static final ReportVersion REPORT =
      new ReportVersion("bucket", new ReportKey(new TaskId(1), "tx1.zip"), Optional.of("v1"));

  private final LinkFixture function = new LinkFixture();

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void validTokenAnswers302ToTheAnnouncedVersion(String method) {
    HttpResponse answer = function.send(method, function.issue(REPORT));

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers())
        .containsKeys("Location", "Cache-Control", "Referrer-Policy")
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Referrer-Policy", "no-referrer");
    URI location = URI.create(answer.headers().get("Location"));
    assertThat(location.getScheme()).isEqualTo("https");
    assertThat(location.getHost()).isEqualTo("bucket.s3.eu-central-1.amazonaws.com");
    assertThat(location.getPath()).isEqualTo("/reports/1/tx1.zip");
    assertThat(location.getQuery())
        .contains(
            "versionId=v1",
            "response-content-type=application/zip",
            "response-content-disposition=attachment; filename=\"tx1.zip\"");
  }

  @Test
  void urlsForGetAndHeadAreSignedSeparately() {
    AccessToken token = function.issue(REPORT);

    String forGet = function.send("GET", token).headers().get("Location");
    String forHead = function.send("HEAD", token).headers().get("Location");

    assertThat(signature(forGet)).isNotEqualTo(signature(forHead));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 300",
    "PT23H55M, 300",
    "PT23H55M1S, 299",
    "PT23H59M57.9S, 2",
    "PT23H59M59.4S, 1",
    "PT23H59M59.5S, 1"
  })
  void urlLivesFiveMinutesAndNeverPastTheLink(Duration later, String seconds) {
    function.now = Instant.parse("2023-01-09T11:20:09.500Z");
    AccessToken token = function.issue(REPORT);
    function.now = function.now.plus(later);

    String location = function.send("GET", token).headers().get("Location");

    assertThat(URI.create(location).getQuery().split("&")).contains("X-Amz-Expires=" + seconds);
  }

  @Test
  void getIsRecordedOnTheDeliveryInWholeMilliseconds() {
    AccessToken token = function.issue(REPORT);
    function.now = Instant.parse("2023-01-09T12:00:00.123456Z");
    Instant followedAt = Instant.parse("2023-01-09T12:00:00.123Z");

    function.send("GET", token);

    assertThat(function.linkUse(function.delivery(REPORT)))
        .contains(new LinkUse(followedAt, 1, followedAt, "203.0.113.7"));
  }

  @Test
  void useNamesItsLinkButNeitherTokenNorHash() {
    AccessToken token = function.issue(REPORT);
    DownloadLink link = function.links.find(token.hash()).orElseThrow();

    function.send("GET", token);

    assertThat(function.deliveries.find(function.delivery(REPORT)).orElseThrow().trace().follows())
        .containsExactly(link.followed(function.now, "203.0.113.7"))
        .asString()
        .doesNotContain(token.reveal(), token.hash().hex());
  }

  /// The event that keeps the deployed version awake: it looks a link up that was never issued.
  @Test
  void canaryLooksUpOneLinkAndFindsNone() throws IOException {
    try (InputStream canary =
        Files.newInputStream(Path.of("..", "build-support", "canaries", "download-links.json"))) {
      assertThat(function.send(canary).status()).isEqualTo(404);
    }
    assertThat(function.lookUps).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "OPTIONS"})
  void onlyGetIsRecorded(String method) {
    function.send(method, function.issue(REPORT));

    assertThat(function.linkUse(function.delivery(REPORT))).isEmpty();
  }

  @Test
  void linkIsValidUntilItsLastInstant() {
    function.now = Instant.parse("2023-01-09T11:20:09Z");
    AccessToken token = function.issue(REPORT);

    function.now = Instant.parse("2023-01-10T11:20:09Z");
    assertThat(function.send("GET", token).status()).isEqualTo(302);

    function.now = function.now.plusMillis(1);
    assertThat(function.send("GET", token).status()).isEqualTo(410);
  }

  @Test
  void expiredTokenAnswers410For30DaysThen404() {
    AccessToken token = function.issue(REPORT);
    Instant validUntil = Instant.parse("2023-01-10T11:20:09Z");

    function.now = validUntil.plus(Duration.ofDays(30));
    HttpResponse expired = function.send("GET", token);
    function.now = function.now.plusMillis(1);
    HttpResponse forgotten = function.send("GET", token);

    assertThat(expired.status()).isEqualTo(410);
    assertProblem(expired, "{\"title\":\"Gone\",\"status\":410,");
    assertThat(expired.body()).contains("/bulk/cdr-mgr/v1/receiver-requests");
    assertThat(forgotten).isEqualTo(unknown());
    assertThat(function.linkUse(function.delivery(REPORT))).isEmpty();
  }

  @Test
  void revokedTokenAnswersLikeAnUnknownOne() {
    AccessToken token = AccessToken.of(UUID.randomUUID());
    function.links.issue(
        new DownloadLink(
            token.hash(),
            function.delivery(REPORT),
            REPORT,
            Instant.parse("2023-01-10T11:20:09Z"),
            true));

    assertThat(function.send("GET", token)).isEqualTo(unknown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "%20",
        "..",
        "00000000-0000-4000-8000-00000000000",
        "00000000-0000-4000-8000-0000000000000",
        "00000000_0000_4000_8000_000000000000",
        "00000000-0000-0000-0000-000000000000",
        "00000000-0000-4000-8000-00000000000F",
        "{00000000-0000-4000-8000-000000000000}",
        "日本"
      })
  void malformedTokenAnswersAsUnknownOneWithoutReadOrLogLine(String token) {
    HttpResponse answer = function.send("GET", CallbackUrls.PATH + token);

    assertThat(function.lookUps).isEmpty();
    assertThat(function.log).isEmpty();
    assertThat(answer).isEqualTo(unknown());
    assertThat(function.lookUps).hasSize(1);
  }

  @Test
  void unknownTokenAnswers404() {
    HttpResponse answer = unknown();

    assertThat(answer.status()).isEqualTo(404);
    assertProblem(answer, "{\"title\":\"Not Found\",\"status\":404,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"})
  void otherMethodAnswers405WithoutALookUp(String method) {
    HttpResponse answer = function.send(method, function.issue(REPORT));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
    assertProblem(answer, "{\"title\":\"Method Not Allowed\",\"status\":405}");
    assertThat(function.lookUps).isEmpty();
  }

  @Test
  void distributionAsksAtAPathThatOnlyItKnows() throws IOException {
    String path =
        "/0f343b0931126a20f133d67c2b018a3b" + CallbackUrls.PATH + function.issue(REPORT).reveal();
    byte[] asked = ApiGatewayEvent.of("GET", path).stream().readAllBytes();

    assertThat(function.sendUnchecked(asked).status()).isEqualTo(302);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/bulk/cdr-mgr/v1/cdr-download-files",
        "/bulk/cdr-mgr/v1/cdr-download-files/",
        "/bulk/cdr-mgr/v1/cdr-download-files/a/b",
        "/bulk/cdr-mgr/v2/cdr-download-files/00000000-0000-4000-8000-000000000000",
        "/cdr-download-files/00000000-0000-4000-8000-000000000000"
      })
  void otherPathAnswers404WithoutALookUp(String path) {
    assertThat(function.send("GET", path).status()).isEqualTo(404);
    assertThat(function.send("POST", path).status()).isEqualTo(404);
    assertThat(function.lookUps).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 404", "1, 410"})
  void answerToHeadIsTheSameWithoutBody(int days, int status) {
    AccessToken token = days == 0 ? AccessToken.of(UUID.randomUUID()) : function.issue(REPORT);
    function.now = function.now.plus(Duration.ofDays(days)).plusSeconds(1);

    HttpResponse head = function.send("HEAD", token);

    assertThat(head.status()).isEqualTo(status);
    assertThat(head).isEqualTo(function.send("GET", token).withoutBody());
  }

  @Test
  void unreadableEventAnswers500() {
    HttpResponse answer =
        function.send(
            new ByteArrayInputStream("{\"rawPath\":secret".getBytes(StandardCharsets.UTF_8)));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(function.log).hasSize(1).first().asString().doesNotContain("secret");
  }

  private HttpResponse unknown() {
    return function.send("GET", AccessToken.of(UUID.randomUUID()));
  }

  private static void assertProblem(HttpResponse answer, String start) {
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("Cache-Control", "no-store");
    assertThat(answer.body()).startsWith(start);
  }

  private static String signature(String location) {
    return location.replaceFirst(".*X-Amz-Signature=", "");
  }
}
