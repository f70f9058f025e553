package io.cdrwebhooks.dispatch.attempt;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.exchange.RecordingReceiver;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests what follows a failed attempt, until the report is delivered or operators have a notice.
class RetriesTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @Test
  void thirteenAttemptsInThreeDaysThenFailedWithANotice() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    for (int i = 2; i <= 13; i++) {
      assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.PENDING);
      assertThat(system.delivery().progress().reason()).isEqualTo("the receiver answered 500");
      system.nextAttempt();
    }

    Delivery failed = system.delivery();
    assertThat(failed.status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(failed.progress().reason())
        .isEqualTo("the last attempt failed: the receiver answered 500");
    assertThat(failed.progress().dueAt()).isEmpty();
    List<Attempt> attempts = system.deliveries.attempts(failed.id());
    assertThat(attempts).hasSize(13);
    assertThat(Duration.between(attempts.getFirst().startedAt(), attempts.getLast().startedAt()))
        .isBetween(Duration.ofHours(75), Duration.ofHours(77));
    assertThat(attempts.getLast().nextAttemptAt()).isEmpty();
    assertThat(notices(Notice.DeliveryFailed.class))
        .containsExactly(
            new Notice.DeliveryFailed(
                failed.id(),
                DispatchSystem.TASK,
                DispatchSystem.CONFIGURATION,
                "tx00001.zip",
                "the last attempt failed: the receiver answered 500"));
  }

  /// The link of the first attempt works for a day.
  @Test
  void answerThatRepeatsAnEarlierLinkRevealsNoToken() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    String link = system.payload(0).get("callbackURL").asText();
    system.receiver.answer(409, "already queued: " + link);
    system.nextAttempt();

    assertThat(link).endsWith(system.tokens.getFirst().toString());
    assertThat(system.deliveries.attempts(system.delivery().id()).getLast().toString())
        .contains("already queued: ", "/cdr-download-files/[removed]")
        .doesNotContain(system.tokens.getFirst().toString());
  }

  @Test
  void everyAttemptHasANewLinkUnderOneId() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    system.nextAttempt();
    system.nextAttempt();

    List<RecordingReceiver.Received> requests = system.receiver.received;
    assertThat(requests)
        .extracting(request -> request.headers().get("webhook-id"))
        .containsOnly(system.delivery().id().value());
    assertThat(requests)
        .extracting(request -> request.headers().get("webhook-timestamp"))
        .doesNotHaveDuplicates();
    assertThat(requests)
        .extracting(request -> request.headers().get("X-CDR-Signature"))
        .doesNotHaveDuplicates();
    assertThat(system.tokens).hasSize(3).doesNotHaveDuplicates();
    for (int i = 0; i < 3; i++) {
      assertThat(system.payload(i).get("callbackURL").asText())
          .endsWith(system.tokens.get(i).toString());
      assertThat(system.links.find(AccessToken.of(system.tokens.get(i)).hash()))
          .as("links of earlier attempts stay valid until their own end")
          .hasValueSatisfying(
              link ->
                  assertThat(link.validUntil())
                      .isAfterOrEqualTo(START.plus(Duration.ofHours(24)).minusSeconds(1)));
    }
  }

  @Test
  void eachAttemptUsesTheCurrentPayloadVersion() throws IOException {
    system.receiver.answer(500, "down");
    system.announceIn(PayloadVersion.TWO);
    arrive("tx00001.zip");
    system.announceIn(PayloadVersion.ONE);
    system.nextAttempt();
    system.announceIn(PayloadVersion.TWO);
    system.nextAttempt();

    Delivery delivery = system.delivery();
    JsonNode first = system.payload(0);
    assertThat(first.get("payloadVersion").asInt()).isEqualTo(2);
    assertThat(first.get("deliveryId").asText()).isEqualTo(delivery.id().value());
    assertThat(first.get("configurationId").asText()).isEqualTo(CONFIGURATION.value());
    assertThat(first.get("attempt").asInt()).isEqualTo(1);
    assertThat(first.get("fileSha256").asText())
        .isEqualTo(delivery.inspection().orElseThrow().sha256().orElseThrow())
        .hasSize(64);
    assertThat(system.payload(1)).hasSize(10);
    JsonNode third = system.payload(2);
    assertThat(third).hasSize(22);
    assertThat(third.get("attempt").asInt()).isEqualTo(3);
    assertThat(third.get("fileSha256")).isEqualTo(first.get("fileSha256"));
    assertThat(third.get("signedAt").asText())
        .isEqualTo(
            Instant.ofEpochSecond(
                    Long.parseLong(
                        system.receiver.received.get(2).headers().get("webhook-timestamp")))
                .toString());
    assertThat(system.deliveries.attempts(delivery.id()))
        .extracting(attempt -> attempt.request().orElseThrow().payload().details().isPresent())
        .containsExactly(true, false, true);
  }

  /// Lists, statements and receipts show digests to receivers of payload 1 too.
  @Test
  void reportOfAReceiverThatMayAskIsHashedForPayload1() throws IOException {
    arrive("tx00001.zip");
    assertThat(system.delivery().inspection().orElseThrow().sha256()).isEmpty();

    system.receiverMayAsk(true);
    arrive("tx00002.zip");

    assertThat(system.payload(1)).as("payload 1 stays as it is").hasSize(10);
    String id = system.receiver.received.get(1).headers().get("webhook-id");
    Delivery delivery = system.deliveries.find(new DeliveryId(id)).orElseThrow();
    assertThat(delivery.inspection().orElseThrow().sha256().orElseThrow()).hasSize(64);
  }

  @Test
  void shortWaitsAreMessagesAndLongOnesIndexEntries() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    for (int i = 2; i <= 5; i++) {
      system.nextAttempt();
    }

    assertThat(wakeUps())
        .extracting(Sent::delay)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));
    Instant dueAt = system.delivery().progress().dueAt().orElseThrow();
    assertThat(Duration.between(system.now, dueAt)).isEqualTo(Duration.ofMinutes(30));

    system.now = dueAt.minus(Duration.ofMinutes(7));
    system.schedule("sweep");
    assertThat(wakeUps()).hasSize(4);
    system.now = dueAt.minus(Duration.ofMinutes(2));
    system.schedule("sweep");
    assertThat(system.workMessages.sent().getLast())
        .isEqualTo(
            new Sent(
                SampleWork.wakeUp(CONFIGURATION), Duration.ofMinutes(2).plus(Lanes.CLOCKS_APART)));
  }

  @Test
  void nextAttemptIsStoredBeforeItsMessageIsSent() throws IOException {
    system.receiver.answer(500, "down");
    system.jitter = 1;
    arrive("tx00001.zip");

    Instant dueAt = START.plus(Duration.ofMillis(5_500));
    assertThat(system.delivery().progress().dueAt()).contains(dueAt);
    assertThat(system.deliveries.attempts(system.delivery().id()))
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.nextAttemptAt()).contains(dueAt));
  }

  @Test
  void messageThatIsEarlyOrRepeatedMakesNoAttempt() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    Delivery delivery = system.delivery();
    int messages = system.workMessages.sent().size();

    assertThat(system.due(delivery.id())).isEmpty();
    system.now = delivery.progress().dueAt().orElseThrow().minusMillis(2_100);
    assertThat(system.due(delivery.id())).isEmpty();
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.workMessages.sent().subList(messages, system.workMessages.sent().size()))
        .as("the lane's wake-up is on its way")
        .noneMatch(sent -> ((DueWork.OfLane) sent.work()).hops() > 0);

    system.nextAttempt();
    assertThat(system.due(delivery.id())).isEmpty();
    assertThat(system.receiver.received).hasSize(2);
  }

  @Test
  void retryAfterIsALowerBound() throws IOException {
    system.receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "7200");
          exchange.sendResponseHeaders(429, -1);
        });
    arrive("tx00001.zip");

    assertThat(system.delivery().progress().dueAt()).contains(START.plus(Duration.ofHours(2)));
  }

  @Test
  void changedUrlAndSignatureApplyToTheNextAttempt() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    try (RecordingReceiver other = new RecordingReceiver()) {
      WebhookConfiguration was = system.configuration();
      SignaturePeriods rotated =
          was.signatures()
              .rotated(
                  new SealedSignature("plain", "second"),
                  new SignatureKey("ond"),
                  new Turn(system.now, Duration.ofDays(1)),
                  system.now)
              .orElseThrow();
      system.configurations.replace(
          was.with(new ReceiverUrl(URI.create(other.url())))
              .with(rotated)
              .with(ReceiverHealth.GOOD)
              .next(was.updatedAt()),
          was.revision());
      system.nextAttempt();

      assertThat(other.received).hasSize(1);
      assertThat(other.received.getFirst().headers().get("webhook-signature").split(" "))
          .as("both keys sign during the overlap")
          .hasSize(2);
    }
  }

  @Test
  void deletedConfigurationEndsItsDeliveryWhenItIsDue() throws IOException {
    system.receiver.answer(500, "down");
    arrive("tx00001.zip");
    system.withoutConfiguration();
    system.nextAttempt();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(system.delivery().progress().reason()).isEqualTo("its configuration was deleted");
    assertThat(system.receiver.received).hasSize(1);
  }

  @Test
  void unusedLinkIsReportedBeforeItExpires() throws IOException {
    arrive("tx00001.zip");
    Delivery delivery = system.delivery();
    assertThat(delivery.progress().dueAt()).contains(START.plus(Duration.ofHours(20)));
    system.nextAttempt();

    assertThat(system.notices)
        .containsExactly(
            new Notice.LinkUnused(
                delivery.id(),
                DispatchSystem.TASK,
                DispatchSystem.CONFIGURATION,
                "tx00001.zip",
                START.plus(Duration.ofHours(24))));
    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.delivery().progress().dueAt()).isEmpty();
  }

  @Test
  void followedLinkIsNotReported() throws IOException {
    arrive("tx00001.zip");
    Instant checkAt = system.delivery().progress().dueAt().orElseThrow();
    system.deliveries.recordLinkFollowed(
        system.delivery().id(), Samples.follow(START, "198.51.100.9"));
    assertThat(system.delivery().progress().dueAt()).as("nothing to check").isEmpty();
    system.now = checkAt;
    system.due(system.delivery().id());

    assertThat(system.notices).isEmpty();
  }

  private void arrive(String fileName) throws IOException {
    assertThat(system.invoke(event(system.put(fileName, "v1", Map.of("number-of-lines", "2")))))
        .isEmpty();
  }

  private <T> List<T> notices(Class<T> kind) {
    return system.notices.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The messages that the lane sent itself.
  private List<Sent> wakeUps() {
    return system.workMessages.sent().stream()
        .filter(sent -> ((DueWork.OfLane) sent.work()).hops() > 0)
        .toList();
  }
}
