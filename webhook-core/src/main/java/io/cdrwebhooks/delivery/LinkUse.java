package io.cdrwebhooks.delivery;

import java.time.Instant;

/// How the links of a delivery were followed: first when, how often in all, and last when and from
/// where.
///
/// `count` is 1 or more. `lastAddress` is the IP address of whoever asked, as the gateway saw it.
/// It tells that a link was followed, not that every byte arrived.
public record LinkUse(Instant firstAt, long count, Instant lastAt, String lastAddress) {
  public LinkUse {
    if (count < 1) {
      throw new IllegalArgumentException("a link that was followed was followed once or more");
    }
  }
}
