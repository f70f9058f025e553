package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.SendResult;
import java.time.Instant;
import java.util.Optional;

/// Decides whether a delivery may be sent now. All limits of single deliveries and of their tasks
/// belong here. [io.cdrwebhooks.lane.LaneTurn] applies those of the lane, and
/// [SendConditions#waitToSend] spaces the requests.
record SendGate(EndOfRound rounds, RuntimeInputs inputs) {
  sealed interface Decision {
    /// The delivery may be sent, as `configuration` says.
    record Open(WebhookConfiguration configuration) implements Decision {}

    record Closed(SendResult.NotSent result) implements Decision {}
  }

  /// Checks a delivery, before its lines are counted and again before its attempt is claimed. If
  /// its configuration was deleted or is disabled, this ends its round.
  Decision check(Delivery delivery, SendConditions conditions) {
    if (delivery.status() != DeliveryStatus.PENDING) {
      return new Decision.Closed(new SendResult.Dropped());
    }
    // Another worker may have claimed an attempt, or the next one is due later.
    Optional<Instant> notBefore =
        delivery.progress().leasedUntil().or(() -> delivery.progress().dueAt());
    if (notBefore.filter(inputs.now()::isBefore).isPresent()) {
      return new Decision.Closed(new SendResult.Postponed(notBefore.get()));
    }
    Optional<WebhookConfiguration> current = conditions.reads().configuration();
    return rounds.endUnlessEnabled(delivery, current)
        ? new Decision.Closed(new SendResult.Dropped())
        : new Decision.Open(current.orElseThrow());
  }
}
