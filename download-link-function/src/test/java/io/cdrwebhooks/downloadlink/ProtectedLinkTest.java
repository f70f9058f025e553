package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests links that need more than their token. Requests come from 203.0.113.7.
class ProtectedLinkTest {
  private static final ReportVersion REPORT =
      new ReportVersion("bucket", new ReportKey(new TaskId(1), "tx1.zip"), Optional.of("v1"));
  private static final SignatureKey KEY = new SignatureKey("a Signature of 32 characters or so");
  private static final SecondFactor ELSEWHERE = networks("198.51.100.0/24");

  private final LinkFixture function = new LinkFixture();
  private final AccessToken token = AccessToken.of(UUID.randomUUID());
  private final URI url = new CallbackUrls(URI.create("https://cdr.example")).of(token);
  private final String signed = SecondFactor.headerValue(KEY, url);
  private final SecondFactor signature = new SecondFactor.SignedUrl(List.of(Sha256.hex(signed)));

  @Test
  void requestFromTheNetworksFollowsTheLink() {
    issue(networks("198.51.100.0/24", "203.0.113.0/28"));

    assertThat(function.send("GET", token).status()).isEqualTo(302);
    assertThat(function.linkUse(function.delivery(REPORT))).isPresent();
  }

  @Test
  void signedRequestFollowsTheLink() {
    issue(signature);

    assertThat(signedWith("GET", signed).status()).isEqualTo(302);
    assertThat(signedWith("HEAD", signed).status()).isEqualTo(302);
    assertThat(function.linkUse(function.delivery(REPORT)).orElseThrow().count()).isEqualTo(1);
  }

  @Test
  void requestFromElsewhereAnswers403WithItsAddress() {
    issue(ELSEWHERE);

    HttpResponse answer = function.send("GET", token);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers())
        .doesNotContainKey("Location")
        .containsEntry("Cache-Control", "no-store");
    assertThat(answer.body())
        .contains("only from the receiver's networks, not from 203.0.113.7")
        .doesNotContain("198.51.100");
  }

  @Test
  void requestWithoutTheRightSignatureAnswers403() {
    issue(signature);

    HttpResponse missing = function.send("GET", token);
    HttpResponse wrong = signedWith("GET", SecondFactor.headerValue(KEY, URI.create(url + "?")));

    assertThat(missing.status()).isEqualTo(403);
    assertThat(missing.body()).contains("HMAC-SHA512 over the callbackURL");
    assertThat(wrong).isEqualTo(missing);
    assertThat(signedWith("HEAD", "wrong")).isEqualTo(missing.withoutBody());
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "signature"})
  void refusedRequestIsLoggedAndFollowsNothing(String reason) {
    issue(reason.equals("network") ? ELSEWHERE : signature);

    signedWith("GET", "c29tZXRoaW5n");

    assertThat(function.linkUse(function.delivery(REPORT))).isEmpty();
    assertThat(function.log)
        .singleElement()
        .asString()
        .contains("link.refused", reason, function.delivery(REPORT).value())
        .doesNotContain(token.reveal(), "c29tZXRoaW5n");
  }

  /// The second factor is looked at only when the token opens something, so that strangers learn
  /// nothing.
  @ParameterizedTest
  @CsvSource({"false, 1, 410", "false, 40, 404", "true, 0, 404"})
  void deadLinkAnswersAsWithoutASecondFactor(boolean revoked, int days, int status) {
    issue(ELSEWHERE);
    if (revoked) {
      function.links.revoke(function.delivery(REPORT), function.now);
    }
    function.now = function.now.plus(Duration.ofDays(days)).plusSeconds(1);

    assertThat(function.send("GET", token).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 15", "PT23H59M57.9S, 2"})
  void addressOfTheReportLivesFifteenSeconds(Duration later, String seconds) {
    issue(signature);
    function.now = function.now.plus(later);

    String location = signedWith("GET", signed).headers().get("Location");

    assertThat(URI.create(location).getQuery().split("&")).contains("X-Amz-Expires=" + seconds);
  }

  private void issue(SecondFactor factor) {
    function.links.issue(
        DownloadLink.issue(token, function.stored(REPORT), function.now).needing(factor));
  }

  private HttpResponse signedWith(String method, String header) {
    return function.send(
        ApiGatewayEvent.of(method, CallbackUrls.PATH + token.reveal())
            .withHeader("x-cdr-signature", header)
            .stream());
  }

  private static SecondFactor networks(String... blocks) {
    return new SecondFactor.FromNetworks(AddressBlock.list(String.join(",", blocks)));
  }
}
