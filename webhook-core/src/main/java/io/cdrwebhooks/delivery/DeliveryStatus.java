package io.cdrwebhooks.delivery;

/// The status of a delivery.
public enum DeliveryStatus {
  /// An attempt is in flight or scheduled.
  PENDING,
  /// The receiver answered 2xx.
  DELIVERED,
  /// No further attempt is scheduled. A person can send it again.
  FAILED,
  /// Its configuration is disabled. It continues when a person enables the configuration.
  HELD,
  /// Its task is unknown, so it has no receiver. A recovery can send it.
  UNROUTED
}
