package io.cdrwebhooks.receiverrequest;

import static io.cdrwebhooks.receiverrequest.RequestFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.terms.ReceiverRequests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that all refusals look the same to a stranger, and that no message of one direction is
/// valid in the other.
class RefusedRequestTest {
  private static final SignatureKey OTHER =
      new SignatureKey("a Signature of a stranger, with 32 characters");
  private static final String READS = "[Deliveries.find, WebhookConfigurations.find]";

  private final RequestFixture function = new RequestFixture();
  private final WebhookConfiguration configuration = function.configured();
  private final Delivery delivery = function.delivered(configuration, "tx00001.zip");

  @Test
  void everyRefusalLooksTheSame() {
    ReceiverRequests elsewhere =
        new ReceiverRequests(true, List.of(AddressBlock.of("198.51.100.0/24")));
    Delivery off = ofConfiguration(ReceiverRequests.OFF, KEY);
    Delivery notFromHere = ofConfiguration(elsewhere, KEY);
    Delivery shortKey =
        ofConfiguration(new ReceiverRequests(true, List.of()), new SignatureKey("k3y"));
    WebhookConfiguration deleted = function.configured();
    Delivery ofDeleted = function.delivered(deleted, "tx00003.zip");
    assertThat(function.configurations.delete(deleted.id(), Optional.empty())).isNotNull();
    String late = function.renewal(delivery.id()).replace("2026-03-05T03:12", "2026-03-05T03:06");
    String early = function.renewal(delivery.id()).replace("2026-03-05T03:12", "2026-03-05T03:18");

    List<Supplier<HttpResponse>> refused =
        List.of(
            () -> function.ask(function.renewal(DeliveryId.of(UUID.randomUUID()))),
            () -> function.ask(function.renewal(delivery.id()), OTHER),
            () -> function.ask(function.renewal(off.id())),
            () -> function.ask(function.renewal(notFromHere.id())),
            () -> function.ask(function.renewal(shortKey.id()), new SignatureKey("k3y")),
            () -> function.ask(function.renewal(ofDeleted.id())),
            () -> function.ask(late),
            () -> function.ask(early),
            () -> function.ask(listing(ConfigurationId.of(UUID.randomUUID())), OTHER),
            () -> function.ask("{"),
            () -> function.ask(""),
            () -> function.ask(" ".repeat(1_025)),
            () -> function.send(RequestFixture.event(function.renewal(delivery.id()), "")));
    List<HttpResponse> answers = new ArrayList<>();
    for (Supplier<HttpResponse> each : refused) {
      function.calls.clear();
      answers.add(each.get());
      function.calls.remove("SignatureVault.open");
      assertThat(function.calls).hasToString(READS);
    }

    assertThat(answers).hasSize(13).allMatch(answers.getFirst()::equals);
    assertThat(answers.getFirst().status()).isEqualTo(401);
    assertThat(function.accepted.size()).isZero();
  }

  /// A configuration that is off, or not for this network, keeps its Signature sealed.
  @Test
  void signatureIsOpenedOnlyWhereTheReceiverMayAsk() {
    Delivery off = ofConfiguration(ReceiverRequests.OFF, KEY);
    function.calls.clear();

    assertThat(function.ask(function.renewal(off.id())).status()).isEqualTo(401);
    assertThat(function.calls).doesNotContain("SignatureVault.open");
  }

  @Test
  void timeOfARequestMayDifferByThreeHundredSeconds() {
    String body = function.renewal(delivery.id());
    function.now = function.now.plusSeconds(300);
    assertThat(function.ask(body).status()).isEqualTo(201);

    String ahead = function.renewal(delivery.id());
    function.now = function.now.minusSeconds(300);
    assertThat(function.ask(ahead).status()).isEqualTo(201);
  }

  @Test
  void networkOfTheCallerIsAllowed() {
    Delivery here =
        ofConfiguration(
            new ReceiverRequests(true, List.of(AddressBlock.of("203.0.113.0/24"))), KEY);

    assertThat(function.ask(function.renewal(here.id())).status()).isEqualTo(201);
  }

  @Test
  void shortSignatureOfAnOverlapSignsNoRequest() {
    SignatureKey old = new SignatureKey("sixteen character");
    WebhookConfiguration rotated = function.configured(new ReceiverRequests(true, List.of()), old);
    function.rotate(rotated, KEY, new Turn(function.now, Duration.ofDays(1)));
    Delivery found = function.delivered(rotated, "tx00004.zip");

    assertThat(function.ask(function.renewal(found.id()), old).status()).isEqualTo(401);
    HttpResponse answer = function.ask(function.renewal(found.id()));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().get("webhook-signature").split(" "))
        .as("both sign the answer, as they sign webhooks")
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"extra\":\"x\"",
        "\"cursor\":null",
        "\"from\":\"2026-03-05T03:12:44Z\"",
        "\"configurationId\":\"cfg_00000000000000000000000000000001\""
      })
  void unknownPropertyAnswers422OnlyToASigner(String more) {
    String body = function.renewal(delivery.id()).replace("}", "," + more + "}");

    assertThat(function.ask(body).status()).isEqualTo(422);
    assertThat(function.ask(body, OTHER).status()).isEqualTo(401);
    assertThat(function.accepted.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "renew-link|renew",
        "req_|REQ_",
        "req_|dlv_",
        "2026-03-05T03:12:44.500Z|2026-03-05T04:12:44.500+01:00",
        "2026-03-05T03:12:44.500Z|2026-02-30T03:12:44Z",
        "2026-03-05T03:12:44.500Z|1772680364"
      })
  void wrongJsonTypeAnswers422(String change) {
    String[] parts = change.split("\\|");
    String body = function.renewal(delivery.id()).replace(parts[0], parts[1]);

    assertThat(function.ask(body).status()).as(body).isEqualTo(422);
  }

  /// A webhook's body, signed as the receiver gets it, is no request.
  @Test
  void announcementIsNotAcceptedAsARequest() {
    HttpResponse announcement = function.ask(function.renewal(delivery.id()));

    HttpResponse answer =
        function.send(
            RequestFixture.event(
                announcement.body(), announcement.headers().get("X-CDR-Signature")));
    assertThat(answer.status()).isEqualTo(401);

    String later = announcement.body().replace("}", ",\"deliveryId\":\"" + delivery.id() + "\"}");
    assertThat(function.ask(later).status()).as("also with the id of its delivery").isEqualTo(401);
  }

  @Test
  void otherPathOrMethodAnswers404() {
    String body = function.renewal(delivery.id());
    String signature = PayloadSignatures.xCdrSignature(KEY, body.getBytes(StandardCharsets.UTF_8));
    assertThat(
            function
                .send(
                    ApiGatewayEvent.of("POST", "/bulk/cdr-mgr/v1/other")
                        .withHeader("x-cdr-signature", signature)
                        .withBody(body))
                .status())
        .isEqualTo(404);
  }

  @Test
  void canaryIsRefused() throws Exception {
    Path canary = Path.of("..", "build-support", "canaries", "receiver-requests.json");
    assertThat(Files.readString(canary)).contains(ReceiverRequestHandler.PATH);
    assertThat(function.send(RequestFixture.event("", "")).status()).isEqualTo(401);
  }

  private Delivery ofConfiguration(ReceiverRequests requests, SignatureKey key) {
    return function.delivered(function.configured(requests, key), "tx00002.zip");
  }

  private String listing(ConfigurationId id) {
    return function.listing(
        "\"configurationId\":\"" + id + "\"", function.now.minusSeconds(3_600), Optional.empty());
  }
}
