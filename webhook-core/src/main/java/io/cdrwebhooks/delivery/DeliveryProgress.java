package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.Optional;

/// How far a delivery has come.
///
/// `reason` says why it stands where it stands, empty text while nothing needs saying.
/// `lastAttempt` is the last one recorded. `leasedUntil` is set while an attempt is claimed and not
/// yet recorded.
///
/// `dueAt` is when somebody must look at the delivery: while it is PENDING, when its next attempt
/// is due; once DELIVERED, when it is time to warn that its link was not followed; once FAILED,
/// when somebody is to be told; while HELD, when somebody sees whether it still has to be. Empty
/// when nothing is to be done by itself.
///
/// `probes` is how many attempts of this round were probes of a receiver that fails: they use up no
/// step of the schedule. `roundBeganAt` is when the round began, empty in the first one, which
/// begins with the delivery. Instants are whole milliseconds.
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
      throw new IllegalArgumentException("a pending delivery is due some time");
    }
  }

  /// In the first round, without any probe.
  public DeliveryProgress(
      DeliveryStatus status,
      String reason,
      AttemptNumber lastAttempt,
      Optional<Instant> leasedUntil,
      Optional<Instant> dueAt,
      Optional<LinkUse> linkUse) {
    this(status, reason, lastAttempt, leasedUntil, dueAt, linkUse, 0, Optional.empty());
  }

  /// Before the first attempt, which is due at once.
  public static DeliveryProgress pending(Instant now) {
    return untried(DeliveryStatus.PENDING, "", Optional.of(now));
  }

  /// HELD without any attempt, and why; at `checkAt` somebody sees whether it still has to be.
  public static DeliveryProgress held(String reason, Instant checkAt) {
    return untried(DeliveryStatus.HELD, reason, Optional.of(checkAt));
  }

  /// Kept without any attempt, and why.
  public static DeliveryProgress kept(DeliveryStatus status, String reason) {
    return untried(status, reason, Optional.empty());
  }

  private static DeliveryProgress untried(
      DeliveryStatus status, String reason, Optional<Instant> dueAt) {
    return new DeliveryProgress(
        status, reason, AttemptNumber.NONE, Optional.empty(), dueAt, Optional.empty());
  }

  /// When the schedule has the next attempt; empty unless the delivery is PENDING.
  public Optional<Instant> nextAttemptAt() {
    return status == DeliveryStatus.PENDING ? dueAt : Optional.empty();
  }
}
