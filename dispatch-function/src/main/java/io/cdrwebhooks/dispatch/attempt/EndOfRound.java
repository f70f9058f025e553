package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.log.Metric;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Ends rounds of pending deliveries without an attempt: they become HELD or FAILED.
record EndOfRound(Deliveries deliveries, Warnings warnings, RuntimeInputs inputs) {
  /// Ends the round if the configuration was deleted or is disabled. Returns whether it did so.
  boolean endUnlessEnabled(Delivery delivery, Optional<WebhookConfiguration> configuration) {
    Optional<NextState> ended = endedBy(configuration, delivery.id());
    ended.ifPresent(state -> end(delivery, state));
    return ended.isPresent();
  }

  /// Returns the state with which the configuration ends the delivery's round; empty if the round
  /// continues.
  private Optional<NextState> endedBy(Optional<WebhookConfiguration> configuration, DeliveryId id) {
    if (configuration.isEmpty()) {
      return Optional.of(NextState.failed(NextState.CONFIGURATION_DELETED));
    }
    if (configuration.get().enabled()) {
      return Optional.empty();
    }
    warnings.health().notifyIfDisabled(configuration.get(), id);
    return Optional.of(
        NextState.held(NextState.CONFIGURATION_DISABLED, inputs.now().plus(Pace.HELD_CHECK)));
  }

  /// Ends the round of a delivery whose receiver has failed for too long, since `since`.
  void giveUp(DeliveryId id, Instant since, RecentReads reads) {
    NextState failed =
        NextState.failed(
            "its receiver has failed since " + since.truncatedTo(ChronoUnit.SECONDS), inputs.now());
    endAndNotify(id, endedBy(reads.configuration(), id).orElse(failed));
  }

  /// Ends the round of a delivery as FAILED.
  void fail(DeliveryId id, String reason) {
    endAndNotify(id, NextState.failed(reason, inputs.now()));
  }

  /// Ends the round unless it has ended already, and notifies operators if the delivery failed.
  private void endAndNotify(DeliveryId id, NextState ended) {
    deliveries
        .find(id)
        .filter(delivery -> delivery.status() == DeliveryStatus.PENDING)
        .ifPresent(
            delivery -> {
              end(delivery, ended);
              warnings.ends().notifyIfFailed(id);
            });
  }

  private void end(Delivery delivery, NextState ended) {
    if (deliveries.stop(delivery, inputs.now(), ended)) {
      inputs.tally().moved(delivery, ended.status());
      boolean isHeld = ended.status() == DeliveryStatus.HELD;
      inputs.metrics().count(isHeld ? Metric.DELIVERIES_HELD : Metric.DELIVERIES_FAILED);
      inputs
          .log()
          .info(
              "delivery.stopped",
              Json.object(
                  "deliveryId", delivery.id(),
                  "status", ended.status(),
                  "reason", ended.reason()));
    }
  }
}
