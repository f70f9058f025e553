package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests the answers and the log when a dependency fails, and when none does.
class DownloadLinkFaultsTest {
  private static final ReportVersion REPORT =
      new ReportVersion("bucket", new ReportKey(new TaskId(1), "tx1.zip"), Optional.empty());

  @Test
  void linkWorksEvenWhenItCannotBeRecorded() {
    LinkFixture function =
        new LinkFixture(
            LinkFixture.urls(LinkFixture.KEYS), Optional.of(DownloadLinkFaultsTest::fail));
    AccessToken token = function.issue(REPORT);

    HttpResponse answer = function.send("GET", token);

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.headers()).containsKey("Location");
    assertThat(function.log).hasSize(1);
    assertThat(function.log.getFirst())
        .contains("\"ERROR\"", "link.not-recorded", "table is throttled")
        .contains(function.delivery(REPORT).value());
    assertShowsNothing(function, token);
  }

  @Test
  void faultAnswers500WithoutDetailsAndOneLine() {
    // Without keys nothing can be signed.
    LinkFixture function = new LinkFixture(LinkFixture.urls(Map.of("AWS_REGION", "eu-central-1")));
    AccessToken token = function.issue(REPORT);

    HttpResponse answer = function.send("GET", token);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("Cache-Control", "no-store");
    assertThat(answer.body()).isEqualTo("{\"title\":\"Internal Server Error\",\"status\":500}");
    assertThat(function.log).hasSize(1);
    assertThat(function.log.getFirst())
        .contains("\"ERROR\"", "request.failed", "request-1", "AWS_ACCESS_KEY_ID");
    assertThat(function.linkUse(function.delivery(REPORT))).isEmpty();
    assertShowsNothing(function, token);
  }

  @Test
  void logNamesTheDeliveryAndNoCredential() {
    LinkFixture function = new LinkFixture();
    AccessToken token = function.issue(REPORT);
    AccessToken unknown = AccessToken.of(UUID.randomUUID());

    function.send("GET", token);
    function.send("HEAD", token);
    function.send("GET", unknown);
    function.send("POST", token);
    function.now = function.now.plusSeconds(100_000);
    function.send("GET", token);

    assertThat(function.log)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("link.followed", function.delivery(REPORT).value(), "request-1"));
    assertThat(function.log)
        .filteredOn(line -> line.contains("link.checked"))
        .singleElement()
        .asString()
        .contains(function.delivery(REPORT).value(), "request-1", "\"address\":\"203.0.113.7\"");
    assertThat(function.log)
        .anySatisfy(line -> assertThat(line).contains("link.refused", "reason", "unknown"));
    assertThat(function.log)
        .anySatisfy(line -> assertThat(line).contains("link.refused", "reason", "expired"));
    assertShowsNothing(function, token);
    assertShowsNothing(function, unknown);
  }

  private static void assertShowsNothing(LinkFixture function, AccessToken token) {
    for (String line : function.log) {
      assertThat(line)
          .doesNotContain(token.reveal(), token.hash().hex())
          .doesNotContain("X-Amz", "tx1.zip", "cdr-download-files");
    }
  }

  private static boolean fail(DeliveryId id, LinkFollow follow) {
    throw new IllegalStateException("table is throttled");
  }
}
