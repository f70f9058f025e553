package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.answer.SafeText;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.testing.SampleProgress;
import io.cdrwebhooks.testing.Samples;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// The contract for the attempts of a delivery: kept unchanged, in the order they were made.
public interface AttemptsContract extends DeliveryStore {
  @Test
  default void completedAttemptIsKeptUnchanged() {
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      Delivery delivery = recorded(Samples.delivery());
      AttemptClaim claim = claimed(delivery, NOW);
      DeliveryStatus status =
          outcome == AttemptOutcome.DELIVERED ? DeliveryStatus.DELIVERED : DeliveryStatus.FAILED;
      Attempt attempt = Samples.attempt(claim.number(), outcome);
      assertThat(deliveries().complete(claim, attempt, DeliveryStore.nextState(status)))
          .isEqualTo(Completion.COMPLETED);
      assertThat(deliveries().attempts(delivery.id())).containsExactly(attempt);
      assertThat(deliveries().find(delivery.id()))
          .contains(
              Samples.with(delivery, SampleProgress.of(status).after(claim.number()).build()));
    }
  }

  @Test
  default void emptyAndLongestAttemptsAreKeptUnchanged() {
    Delivery delivery = recorded(Samples.delivery());
    Attempt bare =
        new Attempt(
            new AttemptNumber(1, 1),
            NOW,
            Duration.ZERO,
            AttemptTimings.NONE,
            Optional.empty(),
            OptionalInt.empty(),
            AttemptOutcome.UNREACHABLE,
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    Attempt longest =
        new Attempt(
            new AttemptNumber(1, 2),
            NOW,
            Duration.ofSeconds(15),
            new AttemptTimings(
                Optional.of(Duration.ofMillis(1)),
                Optional.of(Duration.ofMillis(2)),
                Optional.of(Duration.ofMillis(3)),
                Optional.of(Duration.ofMillis(4))),
            Optional.of("[2001:db8:1:2:3:4:5:6]:65535"),
            OptionalInt.of(599),
            AttemptOutcome.REJECTED,
            "\u20ac".repeat(Attempt.MAX_REASON),
            "\u20ac".repeat(SafeText.LIMIT),
            Optional.of(NOW.plusSeconds(30)),
            Optional.of(Samples.sentRequest(delivery)),
            Collections.nCopies(
                AnswerHeader.MAX_HEADERS, new AnswerHeader("X-Odd", "a: \u20ac ".repeat(20))),
            Optional.of(new RefusalCheck(OptionalInt.of(401), OptionalInt.empty())));
    for (Attempt attempt : List.of(bare, longest)) {
      AttemptClaim claim = claimed(deliveries().find(delivery.id()).orElseThrow(), NOW);
      assertThat(
              deliveries()
                  .complete(claim, attempt, DeliveryStore.nextState(DeliveryStatus.PENDING)))
          .isEqualTo(Completion.COMPLETED);
    }
    assertThat(deliveries().attempts(delivery.id())).containsExactly(bare, longest);
  }

  @Test
  default void attemptsOfALaterRoundCountFromOne() {
    Delivery delivery =
        recorded(
            Samples.with(
                Samples.delivery(),
                SampleProgress.of(DeliveryStatus.PENDING)
                    .after(new AttemptNumber(12, 0))
                    .dueAt(NOW)
                    .build()));
    AttemptClaim claim = claimed(delivery, NOW);
    assertThat(claim.number()).isEqualTo(new AttemptNumber(12, 1));
    Attempt attempt = complete(claim, AttemptOutcome.REJECTED, DeliveryStatus.PENDING);
    assertThat(deliveries().attempts(delivery.id())).containsExactly(attempt);
  }

  /// The task is renamed and its report inspected again; the stored request stays.
  @Test
  default void requestOfAnAttemptIsKeptUnchanged() {
    Delivery delivery = recorded(Samples.delivery());
    SentRequest usual = Samples.sentRequest(delivery);
    List<SentRequest> requests =
        List.of(
            usual,
            new SentRequest(
                new ReceiverUrl(URI.create("http://[2001:db8::1]:8080/\u20ac?a=b%20c")),
                new WebhookPayload(
                    URI.create("https://other.example/links/(hidden)"),
                    usual.payload().validUntil().plusSeconds(60),
                    delivery.report().fileName(),
                    delivery.sizeBytes(),
                    new Inspection(0, "Report no longer exists"),
                    "",
                    delivery.taskId(),
                    Optional.empty()),
                2,
                List.of("X-Api-Key", "A-Tenant"),
                List.of("new", "old")));
    for (SentRequest request : requests) {
      AttemptClaim claim = claimed(stored(delivery).inspected(request.payload().inspection()), NOW);
      Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.REJECTED);
      deliveries()
          .complete(
              claim,
              Samples.with(attempt, request),
              DeliveryStore.nextState(DeliveryStatus.PENDING));
    }
    assertThat(deliveries().attempts(delivery.id()))
        .extracting(attempt -> attempt.request().orElseThrow())
        .containsExactlyElementsOf(requests);
  }

  @Test
  default void requestOfPayloadTwoIsKeptUnchanged() {
    Delivery delivery = recorded(Samples.delivery());
    Inspection inspection = new Inspection(3, "", Optional.of("0123456789abcdef".repeat(4)));
    AttemptClaim claim = claimed(delivery.inspected(inspection), NOW);
    Attempt attempt = Samples.attempt(claim.number(), AttemptOutcome.REJECTED);
    WebhookPayload usual = Samples.sentRequest(delivery).payload();
    WebhookPayload payload =
        new WebhookPayload(
                usual.callbackUrl(),
                usual.validUntil(),
                usual.fileName(),
                usual.fileSizeInBytes(),
                inspection,
                usual.taskName(),
                usual.taskId(),
                Optional.empty())
            .with(
                PayloadDetails.of(
                    PayloadVersion.TWO, delivery, claim.number(), attempt.startedAt()));
    SentRequest request =
        new SentRequest(Samples.sentRequest(delivery).url(), payload, 1, List.of(), List.of());

    deliveries()
        .complete(
            claim, Samples.with(attempt, request), DeliveryStore.nextState(DeliveryStatus.PENDING));

    assertThat(deliveries().attempts(delivery.id()))
        .extracting(made -> made.request().orElseThrow())
        .containsExactly(request);
  }
}
