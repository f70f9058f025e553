package io.cdrwebhooks.delivery;

import io.cdrwebhooks.delivery.DeliveryLists.StoredNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A part of a series without gaps: each of its numbers has a delivery, is void, or is so old that
/// its delivery may have been removed.
///
/// `expiredUpTo` is the last number that is too old, 0 if none is. `next` is where the next part
/// begins.
public record NumberedReports(
    List<Delivery> deliveries, List<VoidNumbers> voids, long expiredUpTo, long next) {
  /// A missing number may still be recorded until a higher one is this old. One invocation of at
  /// most two minutes draws and records a number, and the index follows within seconds.
  public static final Duration SETTLED_AFTER = Duration.ofMinutes(10);

  /// If a number was drawn within this time, its delivery is certainly still stored, unless the
  /// number is void.
  public static final Duration STORED_FOR = Delivery.RETENTION.minusDays(1);

  public NumberedReports {
    deliveries = List.copyOf(deliveries);
    voids = List.copyOf(voids);
  }

  /// Void numbers from `first` to `last`.
  public record VoidNumbers(long first, long last) {}

  /// Returns the part that begins at the number `from`. `stored` has the recorded numbers from
  /// `from` on, as the index has them: it may lack some of the last seconds. The part ends before
  /// the first missing number that may still be recorded.
  public static NumberedReports of(long from, StoredNumbers stored, Instant now) {
    List<Delivery> deliveries = new ArrayList<>();
    List<VoidNumbers> voids = new ArrayList<>();
    long expiredUpTo = 0;
    long next = from;
    Optional<Instant> before = stored.before();
    for (Delivery delivery : stored.deliveries()) {
      if (delivery.sequence() > next) {
        if (before.filter(now.minus(STORED_FOR)::isBefore).isEmpty()) {
          expiredUpTo = delivery.sequence() - 1;
        } else if (delivery.createdAt().isBefore(now.minus(SETTLED_AFTER))) {
          voids.add(new VoidNumbers(next, delivery.sequence() - 1));
        } else {
          break;
        }
      }
      deliveries.add(delivery);
      next = delivery.sequence() + 1;
      // A redelivery under a new id has the same number, and is newer than its neighbours.
      before = Optional.of(delivery.uploadedAt());
    }
    return new NumberedReports(deliveries, voids, expiredUpTo, next);
  }
}
