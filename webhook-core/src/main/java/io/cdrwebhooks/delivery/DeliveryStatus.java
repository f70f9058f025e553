package io.cdrwebhooks.delivery;

/// Where a delivery stands.
public enum DeliveryStatus {
  /// Recorded, and an attempt is under way or due.
  PENDING,
  /// The receiver answered 2xx.
  DELIVERED,
  /// No further attempt will be made by itself; kept.
  FAILED,
  /// Its configuration is disabled; kept until it is enabled again.
  HELD,
  /// Its task is unknown, so nobody could be told; kept for a recovery.
  UNROUTED
}
