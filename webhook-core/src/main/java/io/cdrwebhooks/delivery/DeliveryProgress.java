package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.Optional;

/// The state of a delivery: its status, its attempts so far, and its next work.
///
/// `reason` explains the status; empty text if there is nothing to explain. For a PENDING delivery
/// it says why the last attempt of the round failed. `lastAttempt` is the last recorded attempt.
/// `leasedUntil` is set while an attempt is claimed and not yet recorded.
///
/// `dueAt` is when the delivery needs work. For PENDING that is its next attempt; for DELIVERED,
/// the check whether its link was followed; for FAILED, the notice to operators; for HELD, the
/// check whether it must stay held. It is empty if nothing more is scheduled.
///
/// `probes` counts the attempts of this round that probed a failing receiver; they do not count as
/// steps of the schedule. `roundBeganAt` is empty in the first round, which begins with the
/// delivery. Instants are whole milliseconds.
public record DeliveryProgress(
    DeliveryStatus status,
    String reason,
    AttemptNumber lastAttempt,
    Optional<Instant> leasedUntil,
    Optional<Instant> dueAt,
    Optional<LinkUse> linkUse,
    int probes,
    Optional<Instant> roundBeganAt) {
  public DeliveryProgress {
    if (status == DeliveryStatus.PENDING && dueAt.isEmpty()) {
      throw new IllegalArgumentException("a PENDING delivery must have a dueAt");
    }
  }

  /// Creates progress in the first round, without probes.
  public DeliveryProgress(
      DeliveryStatus status,
      String reason,
      AttemptNumber lastAttempt,
      Optional<Instant> leasedUntil,
      Optional<Instant> dueAt,
      Optional<LinkUse> linkUse) {
    this(status, reason, lastAttempt, leasedUntil, dueAt, linkUse, 0, Optional.empty());
  }

  /// Returns progress before the first attempt, which is due at once.
  public static DeliveryProgress pending(Instant now) {
    return untried(DeliveryStatus.PENDING, "", Optional.of(now));
  }

  /// Returns progress as HELD without any attempt, for `reason`. `checkAt` is when to check whether
  /// it must stay held.
  public static DeliveryProgress held(String reason, Instant checkAt) {
    return untried(DeliveryStatus.HELD, reason, Optional.of(checkAt));
  }

  /// Returns progress in `status` without any attempt, for `reason`.
  public static DeliveryProgress kept(DeliveryStatus status, String reason) {
    return untried(status, reason, Optional.empty());
  }

  private static DeliveryProgress untried(
      DeliveryStatus status, String reason, Optional<Instant> dueAt) {
    return new DeliveryProgress(
        status, reason, AttemptNumber.NONE, Optional.empty(), dueAt, Optional.empty());
  }

  /// Returns how many attempts of this round have used up a step of the [RetrySchedule].
  public int steps() {
    return lastAttempt.number() - probes;
  }

  /// Returns when the next attempt is scheduled; empty unless the delivery is PENDING.
  public Optional<Instant> nextAttemptAt() {
    return status == DeliveryStatus.PENDING ? dueAt : Optional.empty();
  }
}
