package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.attempt.Warnings;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Handles a due delivery that is not PENDING: sends the notice of its end, or checks whether it
/// must stay HELD.
///
/// The message may be early, late or a repeat: the delivery's record decides what to do.
public record DueDelivery(
    DispatchStores stores, WorkMessages workMessages, Warnings warnings, RuntimeInputs inputs) {
  public void handle(DeliveryId id) {
    Optional<Delivery> found = stores.deliveries().find(id);
    if (found.isEmpty()) {
      inputs.log().warn("delivery.unknown", "deliveryId", id);
    } else if (isDue(found.get())) {
      handle(found.get());
    }
  }

  private void handle(Delivery delivery) {
    switch (delivery.status()) {
      case PENDING ->
          workMessages.send(
              new DueWork.OfLane(delivery.configurationId().orElseThrow(), delivery.id()),
              Duration.ZERO);
      case DELIVERED -> warnings.ends().notifyOfUnusedLink(delivery);
      case FAILED -> warnings.ends().notifyOfFailure(delivery);
      case HELD -> checkHeld(delivery);
      case UNROUTED -> {}
    }
  }

  private void checkHeld(Delivery delivery) {
    Optional<WebhookConfiguration> configuration =
        delivery.configurationId().flatMap(stores.configurations()::find);
    if (configuration.filter(WebhookConfiguration::enabled).isPresent()) {
      release(delivery, configuration.get().id());
      return;
    }
    configuration.ifPresent(
        disabled -> warnings.health().notifyIfDisabled(disabled, delivery.id()));
    stores.deliveries().clearDueAt(delivery.id(), delivery.progress().dueAt().orElseThrow());
  }

  private void release(Delivery delivery, ConfigurationId configuration) {
    stores.lanes().wakeBefore(configuration, Optional.of(delivery.id()), inputs.now());
    if (stores
            .deliveries()
            .restart(delivery.id(), Set.of(DeliveryStatus.HELD), configuration, inputs.now())
        instanceof Deliveries.Restarting.Restarted) {
      inputs.tally().restarted(delivery, configuration);
      workMessages.send(new DueWork.OfLane(configuration, delivery.id()), Duration.ZERO);
    }
  }

  /// Returns whether the delivery is due. The message may be early by a clock's difference.
  private boolean isDue(Delivery delivery) {
    Instant latest = inputs.now().plus(Lanes.CLOCKS_APART);
    return delivery.progress().dueAt().filter(at -> !at.isAfter(latest)).isPresent();
  }
}
