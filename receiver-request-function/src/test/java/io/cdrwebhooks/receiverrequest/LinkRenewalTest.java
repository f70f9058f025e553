package io.cdrwebhooks.receiverrequest;

import static io.cdrwebhooks.receiverrequest.RequestFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.request.AcceptedRequests;
import io.cdrwebhooks.terms.DownloadProtection;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.testing.Samples;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests what a signed `renew-link` gets: the announcement, its signatures, the limits.
class LinkRenewalTest {
  private final RequestFixture function = new RequestFixture();
  private final WebhookConfiguration configuration = function.configured();
  private final Delivery delivery = function.delivered(configuration, "tx00001.zip");

  @Test
  void answerIsAnAnnouncementWithAFreshLink() {
    HttpResponse answer = function.ask(function.renewal(delivery.id()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    JsonNode announcement = RequestFixture.json(answer);
    assertThat(announcement.path("fileName").asText()).isEqualTo("tx00001.zip");
    assertThat(announcement.path("numberOfLines").asInt()).isEqualTo(100);
    assertThat(announcement.path("taskName").asText()).isEqualTo("Calls");
    assertThat(announcement.path("validUntil").asText()).isEqualTo("2026-03-06T03:12:44Z");
    String url = announcement.path("callbackURL").asText();
    String token = url.substring(url.lastIndexOf('/') + 1);
    DownloadLink link = AccessToken.hashIfToken(token).flatMap(function.links::find).orElseThrow();
    assertThat(link.delivery()).isEqualTo(delivery.id());
    assertThat(link.report()).isEqualTo(delivery.report());
    assertThat(function.log).noneMatch(line -> line.contains(token));
    assertThat(function.deliveries.find(delivery.id())).contains(delivery);
  }

  /// A receiver that answered 410 by mistake can still fetch its reports.
  @Test
  void disabledConfigurationAnswersItsReceiver() {
    WebhookConfiguration off = configuration.disabled("the receiver answered 410", function.now);
    assertThat(function.configurations.replace(off, configuration.revision()))
        .isEqualTo(new WebhookConfigurations.Saving.Saved());

    assertThat(function.ask(function.renewal(delivery.id())).status()).isEqualTo(201);
  }

  @Test
  void answerIsSignedAsAWebhookIs() {
    HttpResponse answer = function.ask(function.renewal(delivery.id()));

    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    assertThat(answer.headers())
        .containsEntry("webhook-id", delivery.id().value())
        .containsEntry("webhook-timestamp", "1772680364")
        .containsEntry("X-CDR-Signature", PayloadSignatures.xCdrSignature(KEY, body))
        .containsEntry(
            "webhook-signature",
            PayloadSignatures.webhookSignature(List.of(KEY), delivery.id(), function.now, body))
        .containsEntry("Cache-Control", "no-store");
  }

  @Test
  void receiverOfPayload2GetsPayload2() {
    function.payloadVersion = PayloadVersion.TWO;
    Instant uploadedAt = function.now.minusSeconds(2);
    Delivery tried =
        function.record(
            new Delivery(
                DeliveryId.of(UUID.randomUUID()),
                Optional.of(function.configured().id()),
                new Delivery.Upload(
                    delivery.report(),
                    uploadedAt,
                    3,
                    Optional.of(new Inspection(100, "", Optional.of("0a".repeat(32))))),
                function.now,
                new DeliveryProgress(
                    DeliveryStatus.DELIVERED,
                    "",
                    new AttemptNumber(2, 3),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));

    JsonNode announcement = RequestFixture.json(function.ask(function.renewal(tried.id())));

    assertThat(announcement).hasSize(22);
    assertThat(announcement.path("deliveryId").asText()).isEqualTo(tried.id().value());
    assertThat(announcement.path("signedAt").asText()).isEqualTo("2026-03-05T03:12:44Z");
    assertThat(announcement.path("round").asInt()).isEqualTo(2);
    assertThat(announcement.path("attempt").asInt()).isEqualTo(3);
    assertThat(announcement.path("uploadedAt").asText()).isEqualTo("2026-03-05T03:12:42.500Z");
    assertThat(announcement.path("fileSha256").asText()).isEqualTo("0a".repeat(32));
  }

  @Test
  void renewalBeforeTheFirstAttemptCountsAsTheFirst() {
    function.payloadVersion = PayloadVersion.TWO;
    Delivery untried = function.delivered(function.configured(), "tx00002.zip");

    JsonNode announcement = RequestFixture.json(function.ask(function.renewal(untried.id())));

    assertThat(announcement.path("attempt").asInt()).isEqualTo(1);
  }

  /// A report may be renewed before its first attempt, which counts its lines. "0 lines" would be
  /// wrong.
  @Test
  void linesThatWereNotCountedYetAreAnnouncedAsUnknown() {
    Delivery waiting =
        function.record(
            Samples.with(
                Samples.delivery(
                    delivery.report(), delivery.configurationId().orElseThrow(), function.now),
                DeliveryId.of(UUID.randomUUID())));

    JsonNode announcement = RequestFixture.json(function.ask(function.renewal(waiting.id())));

    assertThat(announcement.path("numberOfLines").asInt()).isZero();
    assertThat(announcement.path("error").asText()).isEqualTo("Report is too large to count");
  }

  @Test
  void everySignatureInForceOrOverlappingIsAccepted() {
    SignatureKey next = new SignatureKey("another Signature of that receiver, later");
    function.rotate(configuration, next, new Turn(function.now, Duration.ofDays(1)));

    HttpResponse old = function.ask(function.renewal(delivery.id()));
    assertThat(old.status()).isEqualTo(201);
    assertThat(old.headers().get("webhook-signature").split(" ")).hasSize(2);
    assertThat(function.ask(function.renewal(delivery.id()), next).status()).isEqualTo(201);
    function.now = function.now.plus(Duration.ofDays(1));
    assertThat(function.ask(function.renewal(delivery.id())).status())
        .as("the overlap is over")
        .isEqualTo(401);
    assertThat(function.ask(function.renewal(delivery.id()), next).status()).isEqualTo(201);
  }

  @Test
  void linkNeedsWhatItsConfigurationWants() {
    function.downloadProtection = DownloadProtection.SIGNED_HEADER;
    SignatureKey next = new SignatureKey("another Signature of that receiver, later");
    WebhookConfiguration signed = function.configured();
    function.rotate(signed, next, new Turn(function.now, Duration.ofDays(1)));
    Delivery ofSigned = function.delivered(signed, "tx00002.zip");
    function.downloadProtection = DownloadProtection.NETWORKS;
    List<AddressBlock> networks = List.of(AddressBlock.of("203.0.113.0/24"));
    Delivery ofNetworks =
        function.delivered(
            function.configured(new ReceiverRequests(true, networks), KEY), "tx00003.zip");

    URI url = renewed(ofSigned);
    SecondFactor factor = link(url).secondFactor();
    assertThat(factor.isSatisfied("", SecondFactor.headerValue(KEY, url))).isTrue();
    assertThat(factor.isSatisfied("", SecondFactor.headerValue(next, url))).isTrue();
    assertThat(factor.isSatisfied("", "")).isFalse();
    assertThat(link(renewed(ofNetworks)).secondFactor())
        .isEqualTo(new SecondFactor.FromNetworks(networks));
    assertThat(link(renewed(delivery)).secondFactor()).isEqualTo(new SecondFactor.None());
  }

  private URI renewed(Delivery of) {
    JsonNode announcement = RequestFixture.json(function.ask(function.renewal(of.id())));
    return URI.create(announcement.path("callbackURL").asText());
  }

  private DownloadLink link(URI url) {
    String token = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
    return AccessToken.hashIfToken(token).flatMap(function.links::find).orElseThrow();
  }

  @Test
  void goneReportAnswers410() {
    function.reports.remove(delivery.report());

    assertThat(function.ask(function.renewal(delivery.id())).status()).isEqualTo(410);
  }

  @Test
  void usedIdAnswers409() {
    String body = function.renewal(delivery.id());

    assertThat(function.ask(body).status()).isEqualTo(201);
    assertThat(function.ask(body).status()).isEqualTo(409);
  }

  @Test
  void twentyFirstRenewalOfAnHourAnswers429() {
    for (int i = 0; i < AcceptedRequests.MAX_RENEWALS_PER_HOUR; i++) {
      assertThat(function.ask(function.renewal(delivery.id())).status()).isEqualTo(201);
      function.now = function.now.plusSeconds(1);
    }

    HttpResponse answer = function.ask(function.renewal(delivery.id()));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isBetween(1, 3_600);
    Delivery other = function.delivered(configuration, "tx00002.zip");
    assertThat(function.ask(function.renewal(other.id())).status()).isEqualTo(201);
  }

  @Test
  void faultAnswers503AndIsLoggedOnce() {
    function.fault = Optional.of(new IllegalStateException("no table"));

    HttpResponse answer = function.ask(function.renewal(delivery.id()));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("Retry-After", "30");
    assertThat(function.log)
        .singleElement()
        .satisfies(line -> assertThat(line).contains("request.failed"));
  }
}
