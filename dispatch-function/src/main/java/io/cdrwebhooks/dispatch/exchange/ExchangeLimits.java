package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.receiver.ReceiverVetting;
import java.time.Duration;

/// The timeouts of an exchange. `whole` limits everything, from the DNS look-up to the last byte
/// read.
public record ExchangeLimits(Duration resolve, Duration connect, Duration whole) {
  public static final ExchangeLimits STANDARD =
      new ExchangeLimits(
          ReceiverVetting.STANDARD_LIMIT, Duration.ofSeconds(5), Duration.ofSeconds(15));
}
