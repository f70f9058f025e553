package io.cdrwebhooks.delivery;

import java.time.Instant;

/// Counts the uses of a delivery's links, with the first time, and the last time and address.
///
/// `count` is 1 or more. `lastAddress` is the client's IP address as the gateway saw it. A followed
/// link does not prove that the whole file arrived.
public record LinkUse(Instant firstAt, long count, Instant lastAt, String lastAddress) {
  public LinkUse {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1: " + count);
    }
  }
}
