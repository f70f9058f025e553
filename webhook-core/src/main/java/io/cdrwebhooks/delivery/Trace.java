package io.cdrwebhooks.delivery;

import java.util.List;
import java.util.Optional;

/// The history of a delivery in addition to its attempts.
///
/// `copyOf` is the delivery that this one repeats under a new id; empty for any other. `copies` are
/// the deliveries that repeat this one, the oldest first: the first [#MAX_COPIES]. `follows` are
/// the uses of its links in the order they were stored: the first [#MAX_FOLLOWS], or a few more if
/// several were stored at the same moment. All are empty for deliveries of earlier versions.
public record Trace(
    Optional<DeliveryId> copyOf, List<DeliveryId> copies, List<LinkFollow> follows) {
  public static final Trace NONE = new Trace(Optional.empty(), List.of(), List.of());

  public static final int MAX_COPIES = 20;
  public static final int MAX_FOLLOWS = 20;

  public Trace {
    copies = List.copyOf(copies);
    follows = List.copyOf(follows);
  }

  /// Returns the trace of a new delivery that repeats `original`.
  public static Trace ofCopy(DeliveryId original) {
    return new Trace(Optional.of(original), List.of(), List.of());
  }
}
