package io.cdrwebhooks.delivery;

/// The status of a delivery.
public enum DeliveryStatus {
  /// Recorded; an attempt is in flight or due.
  PENDING,
  /// The receiver answered 2xx.
  DELIVERED,
  /// No further attempt is scheduled; kept.
  FAILED,
  /// Its configuration is disabled; kept until it is enabled again.
  HELD,
  /// Its task is unknown, so it has no receiver; kept for a recovery.
  UNROUTED
}
