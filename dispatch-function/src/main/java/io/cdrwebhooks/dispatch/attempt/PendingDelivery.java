package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes the next attempt of a pending delivery. It counts the report's lines unless they are
/// known, claims the attempt, sends it and records the result.
///
/// The message may be early, late or a repeat: [SendGate] decides by the delivery's record whether
/// an attempt is due.
public final class PendingDelivery {
  private final DispatchStores stores;
  private final LineCounting counting;
  private final DeliveryAttempt attempt;
  private final AttemptCompletion completion;
  private final EndOfRound rounds;
  private final SendGate gate;
  private final RuntimeInputs inputs;

  public PendingDelivery(
      DispatchStores stores,
      DispatchServices services,
      Pace pace,
      Warnings warnings,
      RuntimeInputs inputs) {
    this.stores = stores;
    this.counting = new LineCounting(stores.reports(), inputs);
    this.attempt = new DeliveryAttempt(stores, services, inputs);
    this.completion = new AttemptCompletion(stores.deliveries(), warnings, pace, inputs);
    this.rounds = new EndOfRound(stores.deliveries(), warnings, inputs);
    this.gate = new SendGate(rounds, inputs);
    this.inputs = inputs;
  }

  /// Reads the conditions for the attempts of a lane, which was acquired because of `work`. `end`
  /// is when the invocation must be over.
  public SendConditions conditions(Lane held, DueWork.OfLane work, Instant end) {
    return new SendConditions(
        held,
        new CrashNotes(held, stores.notes(), rounds, inputs),
        new RecentReads(stores, inputs, held.configuration(), work),
        inputs,
        end);
  }

  /// Makes an attempt, under a note if a holder of the lane died before.
  public SendResult attempt(DeliveryId id, AttemptKind kind, SendConditions conditions)
      throws InterruptedException {
    return conditions
        .crashNotes()
        .run(id, conditions::leasedUntil, () -> attemptIfOpen(id, kind, conditions));
  }

  private SendResult attemptIfOpen(DeliveryId id, AttemptKind kind, SendConditions conditions)
      throws InterruptedException {
    Optional<Delivery> found = conditions.reads().takeDelivery(id);
    if (found.isEmpty()) {
      inputs.log().warn("delivery.unknown", "deliveryId", id);
      return new SendResult.Dropped();
    }
    return switch (gate.check(found.get(), conditions)) {
      case SendGate.Decision.Closed(var result) -> result;
      case SendGate.Decision.Open _ -> attemptNow(found.get(), kind, conditions);
    };
  }

  /// Makes an attempt that is due: counts the lines, waits for the pace and sends. Counting and the
  /// pace take time, and the attempt must use the current configuration: so the gate checks again.
  private SendResult attemptNow(Delivery delivery, AttemptKind kind, SendConditions conditions)
      throws InterruptedException {
    Optional<Delivery> inspected = counting.inspected(delivery, conditions);
    if (inspected.isEmpty()) {
      return new SendResult.Postponed(inputs.now());
    }
    conditions.refresh();
    conditions.waitToBegin();
    return switch (gate.check(inspected.get(), conditions)) {
      case SendGate.Decision.Closed(var result) -> result;
      case SendGate.Decision.Open(var current) -> send(inspected.get(), kind, current, conditions);
    };
  }

  private SendResult send(
      Delivery inspected,
      AttemptKind kind,
      WebhookConfiguration configuration,
      SendConditions conditions)
      throws InterruptedException {
    String taskName = WebhookPayload.taskName(inspected, conditions.reads()::task);
    Optional<MadeAttempt> made =
        attempt.make(inspected, new DeliveryAttempt.Subject(taskName, configuration), conditions);
    if (made.isPresent()) {
      return completion.complete(made.get(), configuration, kind);
    }
    // Another worker has claimed the attempt, unless the configuration has changed.
    boolean isClaimed = conditions.reads().isCurrent(configuration);
    return new SendResult.Postponed(
        inputs.now().plus(isClaimed ? AttemptClaim.LEASE : Duration.ZERO));
  }

  /// Ends the round of a delivery whose receiver has failed for too long, since `since`.
  public SendResult giveUp(DeliveryId id, Instant since, SendConditions conditions) {
    rounds.giveUp(id, since, conditions.reads());
    return new SendResult.Dropped();
  }
}
