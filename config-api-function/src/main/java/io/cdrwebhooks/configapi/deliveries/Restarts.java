package io.cdrwebhooks.configapi.deliveries;

import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.configapi.http.Answers;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.statistics.Tally;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Begins new rounds of deliveries, each under its id.
record Restarts(ApiStores stores, ApiInputs inputs) {
  private static final Set<DeliveryStatus> ROUTED =
      EnumSet.complementOf(EnumSet.of(DeliveryStatus.UNROUTED));

  /// Where a new round of a delivery would go.
  sealed interface Target {
    /// To the receiver of this configuration, which is enabled.
    record To(Delivery delivery, ConfigurationId configuration) implements Target {}

    record Refused(Problem problem) implements Target {}
  }

  /// The answer to [#restart].
  sealed interface Outcome {
    /// The delivery as it is now; `from` has it as it was.
    record Begun(Target.To from, Delivery delivery) implements Outcome {}

    record Refused(Problem problem) implements Outcome {}
  }

  Target target(DeliveryId id) {
    return stores
        .deliveries()
        .find(id)
        .map(this::target)
        .orElseGet(() -> new Target.Refused(Answers.absence()));
  }

  Target target(Delivery delivery) {
    Optional<ConfigurationId> wanted = delivery.configurationId().or(() -> firstOwner(delivery));
    if (wanted.isEmpty()) {
      return refused(
          "The CDR task of this delivery has no webhook configuration now: assign one first.");
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

  /// Begins a new round. The caller has announced it to the lane of its configuration.
  Outcome restart(Target.To target) {
    Delivery found = target.delivery();
    Set<DeliveryStatus> from =
        found.status() == DeliveryStatus.UNROUTED ? EnumSet.of(DeliveryStatus.UNROUTED) : ROUTED;
    return switch (stores
        .deliveries()
        .restart(found.id(), from, target.configuration(), inputs.now())) {
      case Restarting.Restarted(Delivery restarted) -> new Outcome.Begun(target, restarted);
      case Restarting.Refused(Optional<Delivery> current) ->
          current.map(this::restartRouted).orElseGet(() -> new Outcome.Refused(Answers.absence()));
    };
  }

  /// Restarts a delivery that another request has just routed, to the same configuration. A routed
  /// delivery never becomes UNROUTED again, so this recursion ends.
  private Outcome restartRouted(Delivery now) {
    return switch (target(now)) {
      case Target.To to -> restart(to);
      case Target.Refused(Problem problem) -> new Outcome.Refused(problem);
    };
  }

  /// Adds to the counts. A failure is only logged, since what is counted is already stored.
  void count(Consumer<Tally> events) {
    Tally tally = new Tally(inputs.clock());
    events.accept(tally);
    try {
      stores.statistics().add(tally.drain());
    } catch (RuntimeException fault) {
      inputs.log().warn("counts.lost", "fault", fault);
    }
  }
}
