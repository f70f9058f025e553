package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.OurFaultException;
import io.cdrwebhooks.dispatch.exchange.Receivers;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Sends the two requests of a webhook test that the receiver must refuse: a forged one and an old
/// one.
///
/// Both follow the valid request under its `webhook-id`, so a receiver that accepts them sees a
/// repeat. A receiver that refuses every request would also refuse these two, so they are sent only
/// after it has accepted the valid one.
record RefusalRequests(Receivers receivers, RuntimeInputs inputs) {
  /// The age of the old request: far more than the 300 s that receivers allow.
  private static final Duration OLD = Duration.ofHours(1);

  /// Sends both requests if the delivery is a test that asks for them. `startedAt` is when the
  /// accepted request was signed.
  Optional<RefusalCheck> sendIfWanted(
      Announcement announcement, Instant startedAt, SendConditions conditions)
      throws InterruptedException {
    return announcement.delivery().report().key().testsRefusals()
        ? Optional.of(send(announcement, startedAt, conditions))
        : Optional.empty();
  }

  private RefusalCheck send(Announcement announcement, Instant startedAt, SendConditions conditions)
      throws InterruptedException {
    SignatureKey otherKey = new SignatureKey(inputs.tokens().get().toString());
    WebhookRequest forged = announcement.signed(List.of(otherKey), startedAt);
    WebhookRequest old = announcement.signed(announcement.opened().keys(), startedAt.minus(OLD));
    return new RefusalCheck(
        status(forged, announcement, conditions), status(old, announcement, conditions));
  }

  /// Returns the status of the answer; empty if there is none, or no time for the request. A fault
  /// on our side must not hide that the receiver accepted the valid request.
  private OptionalInt status(
      WebhookRequest request, Announcement announcement, SendConditions conditions)
      throws InterruptedException {
    conditions.waitToSend();
    Instant end = inputs.now().plus(receivers.longest());
    if (!conditions.isInTime(end, announcement.claim())) {
      return OptionalInt.empty();
    }
    try {
      return receivers.post(request) instanceof ExchangeResult.Answered answered
          ? OptionalInt.of(answered.statusCode())
          : OptionalInt.empty();
    } catch (OurFaultException fault) {
      inputs.log().error("refusal.not-tested", fault, "deliveryId", announcement.delivery().id());
      return OptionalInt.empty();
    }
  }
}
