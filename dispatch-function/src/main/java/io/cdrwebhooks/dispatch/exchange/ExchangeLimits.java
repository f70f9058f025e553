package io.cdrwebhooks.dispatch.exchange;

import java.time.Duration;

/// How long a receiver may take. `whole` bounds everything, from the name's resolution to the last
/// byte read.
public record ExchangeLimits(Duration resolve, Duration connect, Duration whole) {
  public static final ExchangeLimits STANDARD =
      new ExchangeLimits(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(15));
}
