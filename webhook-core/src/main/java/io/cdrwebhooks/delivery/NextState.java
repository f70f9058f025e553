package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.Optional;

/// The delivery's state after an attempt: its status, the reason, and when it is due again
/// ([DeliveryProgress]). `probes` counts the probes of the round while it continues.
public record NextState(DeliveryStatus status, String reason, Optional<Instant> dueAt, int probes) {
  /// The reason of a delivery that is held because its configuration is disabled.
  public static final String CONFIGURATION_DISABLED = "its configuration is disabled";

  /// The reason of a delivery that failed because its configuration was deleted.
  public static final String CONFIGURATION_DELETED = "its configuration was deleted";

  public NextState {
    if ((status == DeliveryStatus.PENDING && dueAt.isEmpty())
        || status == DeliveryStatus.UNROUTED) {
      throw new IllegalArgumentException(
          "a next state must not be UNROUTED, and PENDING needs a dueAt: " + status);
    }
  }

  /// Returns the state of a delivery that the receiver accepted. At `linkCheckAt` the sweep checks
  /// whether a client has followed its link.
  public static NextState delivered(Instant linkCheckAt) {
    return new NextState(DeliveryStatus.DELIVERED, "", Optional.of(linkCheckAt), 0);
  }

  /// Returns the state of a delivery whose next attempt is at `dueAt`, when no attempt preceded it.
  public static NextState again(Instant dueAt) {
    return again(dueAt, 0, "");
  }

  /// Returns the state of a delivery whose next attempt is at `dueAt`; `probes` counts the probes
  /// of the round. `reason` explains why the last attempt failed.
  public static NextState again(Instant dueAt, int probes, String reason) {
    return new NextState(DeliveryStatus.PENDING, reason, Optional.of(dueAt), probes);
  }

  /// Returns the state of a delivery that has no further attempt or notice.
  public static NextState failed(String reason) {
    return new NextState(DeliveryStatus.FAILED, reason, Optional.empty(), 0);
  }

  /// Returns the state of a delivery that has no further attempt. The notice to operators is due at
  /// `noticeAt`.
  public static NextState failed(String reason, Instant noticeAt) {
    return new NextState(DeliveryStatus.FAILED, reason, Optional.of(noticeAt), 0);
  }

  /// Returns the state of a delivery that waits until its configuration is enabled. `checkAt` is
  /// when to check whether it is enabled.
  public static NextState held(String reason, Instant checkAt) {
    return new NextState(DeliveryStatus.HELD, reason, Optional.of(checkAt), 0);
  }
}
