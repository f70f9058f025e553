package io.cdrwebhooks.delivery;

/// The record of the uses of download links.
@FunctionalInterface
public interface LinkUses {
  /// Records that a client followed a link of the delivery, and adds it to the delivery's trace
  /// while that has room. Returns whether this was the first time. A DELIVERED delivery is then no
  /// longer due, because its link needs no check. An unknown id is ignored.
  boolean recordLinkFollowed(DeliveryId id, LinkFollow follow);
}
