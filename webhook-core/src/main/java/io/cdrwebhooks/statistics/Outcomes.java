package io.cdrwebhooks.statistics;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;

/// The present states of the deliveries that were recorded in an hour, as sums of changes. A change
/// subtracts a delivery from one number and adds it to another, so a single change may be negative.
///
/// `recorded` counts the deliveries whose changes are counted here. `retrying` counts those that
/// are PENDING after a failed attempt. Deliveries in no other number are [#waiting]: PENDING
/// without an attempt in their round. Lost and repeated changes can make a stored number negative;
/// the methods count it as 0.
public record Outcomes(
    long recorded, long delivered, long retrying, long held, long failed, long unrouted) {
  public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0, 0);

  static final Outcomes ONE_RECORDED = new Outcomes(1, 0, 0, 0, 0, 0);
  static final Outcomes ONE_RETRYING = new Outcomes(0, 0, 1, 0, 0, 0);

  /// Returns outcomes that count one delivery in its present state.
  static Outcomes one(Delivery delivery) {
    DeliveryProgress progress = delivery.progress();
    return progress.status() == DeliveryStatus.PENDING && progress.lastAttempt().number() > 0
        ? ONE_RETRYING
        : one(progress.status());
  }

  /// Returns outcomes that count one delivery of a status; a PENDING one waits for the first
  /// attempt of its round.
  private static Outcomes one(DeliveryStatus status) {
    return switch (status) {
      case PENDING -> NONE;
      case DELIVERED -> new Outcomes(0, 1, 0, 0, 0, 0);
      case HELD -> new Outcomes(0, 0, 0, 1, 0, 0);
      case FAILED -> new Outcomes(0, 0, 0, 0, 1, 0);
      case UNROUTED -> new Outcomes(0, 0, 0, 0, 0, 1);
    };
  }

  /// Returns outcomes that count one delivery in the status that an attempt gave it.
  static Outcomes afterAttempt(DeliveryStatus status) {
    return status == DeliveryStatus.PENDING ? ONE_RETRYING : one(status);
  }

  /// Returns how many deliveries wait for the first attempt of their round; at least 0.
  public long waiting() {
    return Math.max(0, recorded - ended());
  }

  /// Returns the sum of all numbers and [#waiting].
  public long total() {
    return ended() + waiting();
  }

  private long ended() {
    return positive(delivered)
        + positive(retrying)
        + positive(held)
        + positive(failed)
        + positive(unrouted);
  }

  /// Returns the outcomes without negative numbers, and with their sum as `recorded`.
  public Outcomes summed() {
    return new Outcomes(
        total(),
        positive(delivered),
        positive(retrying),
        positive(held),
        positive(failed),
        positive(unrouted));
  }

  private static long positive(long number) {
    return Math.max(0, number);
  }

  public Outcomes plus(Outcomes other) {
    return new Outcomes(
        recorded + other.recorded,
        delivered + other.delivered,
        retrying + other.retrying,
        held + other.held,
        failed + other.failed,
        unrouted + other.unrouted);
  }

  Outcomes minus(Outcomes other) {
    return new Outcomes(
        recorded - other.recorded,
        delivered - other.delivered,
        retrying - other.retrying,
        held - other.held,
        failed - other.failed,
        unrouted - other.unrouted);
  }
}
