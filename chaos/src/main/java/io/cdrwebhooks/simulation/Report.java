package io.cdrwebhooks.simulation;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Waiting;
import java.time.Instant;
import java.util.Optional;

/// One report: what is stored of its delivery, by the rules of
/// [io.cdrwebhooks.delivery.Deliveries], and what its receiver saw.
final class Report {
  enum Status {
    UNKNOWN,
    PENDING,
    DELIVERED,
    FAILED
  }

  final DeliveryId id;
  final Receiver receiver;
  final Instant arrivedAt;
  Status status = Status.UNKNOWN;
  Instant recordedAt = Instant.MAX;
  Instant dueAt = Instant.MAX;
  Instant leasedUntil = Instant.MIN;
  int lastAttempt;
  int probes;

  /// When the index of waiting deliveries has all that was written of this one.
  Instant indexedAt = Instant.MIN;

  Instant firstSentAt = Instant.MAX;
  Instant acceptedAt = Instant.MAX;
  int repeats;

  Report(DeliveryId id, Receiver receiver, Instant arrivedAt) {
    this.id = id;
    this.receiver = receiver;
    this.arrivedAt = arrivedAt;
  }

  /// The right to make one attempt.
  record Claim(int number, Instant leasedUntil) {}

  /// The state after an attempt; `dueAt` counts while the delivery is pending.
  record Next(Status status, Instant dueAt, int probes) {}

  boolean isPending() {
    return status == Status.PENDING;
  }

  boolean isOpen() {
    return isPending() || status == Status.UNKNOWN;
  }

  Optional<Waiting> waiting() {
    return isPending() ? Optional.of(new Waiting(id, dueAt, recordedAt)) : Optional.empty();
  }

  Report recorded(Instant now) {
    if (status == Status.UNKNOWN) {
      status = Status.PENDING;
      recordedAt = now;
      dueAt = now;
    }
    return this;
  }

  Optional<Claim> claim(int seenAttempt, Instant now, Instant until) {
    if (!isPending()
        || lastAttempt != seenAttempt
        || dueAt.isAfter(now)
        || leasedUntil.isAfter(now)) {
      return Optional.empty();
    }
    leasedUntil = until;
    return Optional.of(new Claim(lastAttempt + 1, until));
  }

  Report completed(Claim claim, Next next) {
    boolean holds = leasedUntil.equals(claim.leasedUntil()) && lastAttempt + 1 == claim.number();
    if (holds || (next.status() == Status.DELIVERED && isPending())) {
      lastAttempt = holds ? claim.number() : lastAttempt;
      status = next.status();
      dueAt = next.dueAt();
      probes = next.probes();
      leasedUntil = Instant.MIN;
    }
    return this;
  }

  boolean giveBack(Claim claim) {
    boolean holds = leasedUntil.equals(claim.leasedUntil());
    leasedUntil = holds ? Instant.MIN : leasedUntil;
    return holds;
  }

  void sent(Instant now, boolean accepted) {
    firstSentAt = firstSentAt.isBefore(now) ? firstSentAt : now;
    if (acceptedAt.isBefore(now)) {
      repeats++;
    } else if (accepted) {
      acceptedAt = now;
    }
  }
}
