package io.cdrwebhooks.configapi.deliveries;

import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.statistics.Tally;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Begins new rounds of deliveries, which keep their ids.
record Restarts(ApiStores stores, ApiInputs inputs) {
  static final Set<DeliveryStatus> ANY = Set.of(DeliveryStatus.values());

  /// The most reads of a delivery that another worker changes at the same time.
  private static final int MAX_TRIES = 5;

  /// The destination of a delivery's new round.
  sealed interface Target {
    /// The receiver of this configuration, which is enabled.
    record To(Delivery delivery, ConfigurationId configuration) implements Target {}

    record Refused(Problem problem) implements Target {}
  }

  /// The answer to [#restart].
  sealed interface Outcome {
    /// The round has begun; `from` has the delivery before the restart, and `delivery` after it.
    record Begun(Target.To from, Delivery delivery) implements Outcome {}

    record Refused(Problem problem) implements Outcome {}
  }

  Target target(DeliveryId id, Set<DeliveryStatus> statuses) {
    return stores
        .deliveries()
        .find(id)
        .map(found -> target(found, statuses))
        .orElseGet(() -> new Target.Refused(Answers.absence()));
  }

  /// Returns the destination of a delivery; it is refused if the delivery has none of the
  /// `statuses`.
  Target target(Delivery delivery, Set<DeliveryStatus> statuses) {
    if (!statuses.contains(delivery.status())) {
      return refused("The delivery is now " + delivery.status() + ", so it was not resent.");
    }
    Optional<ConfigurationId> wanted = delivery.configurationId().or(() -> firstOwner(delivery));
    if (wanted.isEmpty()) {
      return refused(
          "The CDR task of this delivery has no webhook configuration: assign one first.");
    }
    Optional<WebhookConfiguration> stored = stores.configurations().find(wanted.get());
    if (stored.isEmpty()) {
      return refused("The webhook configuration of this delivery was deleted.");
    }
    return stored.get().enabled()
        ? new Target.To(delivery, wanted.get())
        : refused(
            "The webhook configuration of this delivery is disabled, so nothing is sent: enable it"
                + " first.");
  }

  private static Target refused(String why) {
    return new Target.Refused(Problem.of(409, why));
  }

  private Optional<ConfigurationId> firstOwner(Delivery unrouted) {
    return stores.tasks().routings(unrouted.taskId()).firstFor(unrouted.uploadedAt());
  }

  /// Begins a new round of a delivery that still has one of the `statuses`. The caller has
  /// announced it to the lane of its configuration.
  ///
  /// It changes the delivery only if the status is still the one that it read, so that the counts
  /// are right. If another worker has changed the delivery, this method reads it again.
  Outcome restart(Target.To target, Set<DeliveryStatus> statuses) {
    Target.To to = target;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Delivery found = to.delivery();
      switch (stores
          .deliveries()
          .restart(found.id(), Set.of(found.status()), to.configuration(), inputs.now())) {
        case Restarting.Restarted(Delivery restarted) -> {
          return new Outcome.Begun(to, restarted);
        }
        case Restarting.Refused(Optional<Delivery> current) -> {
          Target next =
              current
                  .map(now -> target(now, statuses))
                  .orElseGet(() -> new Target.Refused(Answers.absence()));
          if (next instanceof Target.Refused(Problem problem)) {
            return new Outcome.Refused(problem);
          }
          to = (Target.To) next;
        }
      }
    }
    return new Outcome.Refused(Problem.of(409, "The delivery is being changed: try again."));
  }

  /// Adds to the counts. A failure is only logged, since the counted event is already stored.
  void count(Consumer<Tally> events) {
    Tally tally = new Tally(inputs.clock());
    events.accept(tally);
    try {
      stores.statistics().add(tally.drain());
    } catch (RuntimeException fault) {
      inputs.log().warn("counts.lost", fault);
    }
  }
}
