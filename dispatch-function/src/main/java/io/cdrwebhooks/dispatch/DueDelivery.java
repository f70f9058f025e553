package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// Handles a delivery that is due and not pending: it sends the notice of its end, or checks
/// whether it still must be held.
///
/// The message may be early, late or a repeat: the delivery's record decides.
final class DueDelivery {
  /// How long after holding a delivery to check it again: if its configuration was enabled at the
  /// same moment, the job that releases held deliveries missed it.
  static final Duration HELD_CHECK = Duration.ofMinutes(2);

  private final Deliveries deliveries;
  private final Lanes lanes;
  private final WebhookConfigurations configurations;
  private final EndNotices endNotices;
  private final HealthWatch health;
  private final DueAttempts dueAttempts;
  private final InstantSource clock;
  private final EventLog log;

  DueDelivery(
      Dispatch.Stores stores,
      Dispatch.Collaborators collaborators,
      Pace pace,
      RuntimeInputs inputs) {
    this.deliveries = stores.deliveries();
    this.lanes = stores.lanes();
    this.configurations = stores.configurations();
    this.endNotices = new EndNotices(stores, collaborators.notices(), pace, inputs);
    this.health = new HealthWatch(stores.configurations(), collaborators.notices(), inputs);
    this.dueAttempts = collaborators.dueAttempts();
    this.clock = inputs.clock();
    this.log = inputs.log();
  }

  void handle(DeliveryId id) {
    Optional<Delivery> found = deliveries.find(id);
    if (found.isEmpty()) {
      log.warn("delivery.unknown", "deliveryId", id);
    } else if (isDueOrReschedule(found.get())) {
      handle(found.get());
    }
  }

  private void handle(Delivery delivery) {
    switch (delivery.status()) {
      case PENDING ->
          dueAttempts.send(
              new DueWork.OfLane(delivery.configurationId().orElseThrow(), delivery.id()),
              Duration.ZERO);
      case DELIVERED -> endNotices.notifyOfUnusedLink(delivery);
      case FAILED -> endNotices.notifyOfFailure(delivery);
      case HELD -> checkHeld(delivery);
      case UNROUTED -> {}
    }
  }

  private void checkHeld(Delivery delivery) {
    Optional<WebhookConfiguration> configuration =
        delivery.configurationId().flatMap(configurations::find);
    if (configuration.filter(WebhookConfiguration::enabled).isPresent()) {
      release(delivery, configuration.get().id());
      return;
    }
    configuration.ifPresent(disabled -> health.notifyIfDisabled(disabled, delivery.id()));
    deliveries.settle(delivery.id(), delivery.progress().dueAt().orElseThrow());
  }

  private void release(Delivery delivery, ConfigurationId configuration) {
    lanes.wakeBefore(configuration, Optional.of(delivery.id()), now());
    if (deliveries.restart(delivery.id(), Set.of(DeliveryStatus.HELD), configuration, now())
        instanceof Deliveries.Restarting.Restarted) {
      dueAttempts.send(new DueWork.OfLane(configuration, delivery.id()), Duration.ZERO);
    }
  }

  private boolean isDueOrReschedule(Delivery delivery) {
    Optional<Instant> dueAt = delivery.progress().dueAt();
    if (dueAt.isEmpty()) {
      return false;
    }
    Duration early = Duration.between(now(), dueAt.get());
    if (early.isPositive() && early.compareTo(Lanes.CLOCKS_APART) <= 0) {
      dueAttempts.send(new DueWork.OfDelivery(delivery.id()), early);
    }
    return !early.isPositive();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
