package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.BulkJob;
import io.cdrwebhooks.delivery.BulkJob.Position;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.delivery.Deliveries.Standing;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.delivery.RecoverySelection;
import io.cdrwebhooks.delivery.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Restarts deliveries that stand still: those that a recovery selects, and those that were held.
///
/// At most ten a second, so that a receiver that has just come back is not overloaded.
final class StandingSteps {
  private static final int PAGE = 50;
  private static final Duration BETWEEN_DELIVERIES = Duration.ofMillis(100);

  private static final List<Standing> HELD =
      IntStream.range(0, Deliveries.STANDING_SHARDS)
          .mapToObj(shard -> new Standing(DeliveryStatus.HELD, shard))
          .toList();

  private final Deliveries deliveries;
  private final WebhookConfigurations configurations;
  private final Routes routes;
  private final DueAttempts dueAttempts;
  private final InstantSource clock;

  StandingSteps(Dispatch.Stores stores, DueAttempts dueAttempts, Surroundings surroundings) {
    this.deliveries = stores.deliveries();
    this.configurations = stores.configurations();
    this.routes = stores.routes();
    this.dueAttempts = dueAttempts;
    this.clock = surroundings.clock();
  }

  BulkWork.Taken recover(BulkJob.Task.Recover recovery, Position position) {
    ConfigurationId target = recovery.configuration();
    if (configurations.find(target).isEmpty()) {
      return BulkWork.Taken.last(position.nextLane(0, 0));
    }
    RecoverySelection selection =
        new RecoverySelection(
            target, task -> routes.tasks().find(task).flatMap(CdrTask::webhookConfigurationId));
    return new Walk(RecoverySelection.LANES, recovery.range(), target, selection::takes)
        .step(position);
  }

  BulkWork.Taken release(BulkJob.Task.Release release, Position position) {
    ConfigurationId target = release.configuration();
    if (configurations.find(target).filter(WebhookConfiguration::enabled).isEmpty()) {
      return BulkWork.Taken.last(position.nextLane(0, 0));
    }
    Predicate<Delivery> isHeldFor =
        delivery -> delivery.configurationId().equals(Optional.of(target));
    return new Walk(HELD, release.range(), target, isHeldFor).step(position);
  }

  /// Through lists of deliveries, a page a step.
  private final class Walk {
    private final List<Standing> lanes;
    private final TimeRange range;
    private final ConfigurationId target;
    private final Predicate<Delivery> taken;

    Walk(List<Standing> lanes, TimeRange range, ConfigurationId target, Predicate<Delivery> taken) {
      this.lanes = lanes;
      this.range = range;
      this.target = target;
      this.taken = taken;
    }

    BulkWork.Taken step(Position position) {
      Standing lane = lanes.get(position.lane());
      Page<Delivery> page = deliveries.standing(lane, range, position.cursor(), PAGE);
      Duration wait = Duration.ZERO;
      int restarted = 0;
      for (Delivery delivery : page.items()) {
        if (taken.test(delivery) && restart(delivery, wait)) {
          wait = wait.plus(BETWEEN_DELIVERIES);
          restarted++;
        }
      }
      int seen = page.items().size();
      if (page.nextCursor().isPresent()) {
        return new BulkWork.Taken(
            position.onward(page.nextCursor().get(), seen, restarted), Optional.of(wait));
      }
      Position next = position.nextLane(seen, restarted);
      return next.lane() < lanes.size()
          ? new BulkWork.Taken(next, Optional.of(wait))
          : BulkWork.Taken.last(next);
    }

    private boolean restart(Delivery delivery, Duration wait) {
      Instant dueAt = clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(wait);
      Restarting restarting =
          deliveries.restart(delivery.id(), Set.of(delivery.status()), target, dueAt);
      if (restarting instanceof Restarting.Restarted) {
        dueAttempts.send(new DueWork.OfDelivery(delivery.id()), wait);
        return true;
      }
      return false;
    }
  }
}
