package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.Optional;

/// What follows an attempt that was made: where its delivery stands now, why, and when it is due
/// again ([DeliveryProgress]). `probes` counts those of the round, while it goes on.
public record NextState(DeliveryStatus status, String reason, Optional<Instant> dueAt, int probes) {
  public NextState {
    if ((status == DeliveryStatus.PENDING && dueAt.isEmpty())
        || status == DeliveryStatus.UNROUTED) {
      throw new IllegalArgumentException("nothing that an attempt can lead to: " + status);
    }
  }

  /// The receiver has been told; at `linkCheckAt` its link should have been followed.
  public static NextState delivered(Instant linkCheckAt) {
    return new NextState(DeliveryStatus.DELIVERED, "", Optional.of(linkCheckAt), 0);
  }

  /// The next attempt is at `dueAt`.
  public static NextState again(Instant dueAt) {
    return again(dueAt, 0);
  }

  /// The next attempt is at `dueAt`, and the round has had so many probes.
  public static NextState again(Instant dueAt, int probes) {
    return new NextState(DeliveryStatus.PENDING, "", Optional.of(dueAt), probes);
  }

  /// No more attempts by itself, and nobody to tell.
  public static NextState failed(String reason) {
    return new NextState(DeliveryStatus.FAILED, reason, Optional.empty(), 0);
  }

  /// No more attempts by itself; at `noticeAt` somebody is to be told.
  public static NextState failed(String reason, Instant noticeAt) {
    return new NextState(DeliveryStatus.FAILED, reason, Optional.of(noticeAt), 0);
  }

  /// No more attempts until the configuration is enabled; at `checkAt` somebody sees whether it is.
  public static NextState held(String reason, Instant checkAt) {
    return new NextState(DeliveryStatus.HELD, reason, Optional.of(checkAt), 0);
  }
}
