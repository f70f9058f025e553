package io.cdrwebhooks.delivery;

import java.time.Instant;

/// The number of uses of a delivery's links, with the time of the first use and the time and
/// address of the last.
///
/// `count` is 1 or more. `lastAddress` is the client's IP address as the gateway saw it. A use does
/// not prove that the whole file arrived.
public record LinkUse(Instant firstAt, long count, Instant lastAt, String lastAddress) {
  public LinkUse {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1: " + count);
    }
  }
}
