package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.receiver.ReceiverVetting;
import java.time.Duration;

/// The timeouts of an exchange, and the parts of an answer that it returns. `whole` limits
/// everything, from the DNS look-up to the last byte read. Without `successfulBodies` the body of a
/// 2xx answer is read and dropped: it may contain personal data, and explains no failure.
public record ExchangeLimits(
    Duration resolve, Duration connect, Duration whole, boolean successfulBodies) {
  public static final ExchangeLimits STANDARD =
      new ExchangeLimits(
          ReceiverVetting.STANDARD_LIMIT, Duration.ofSeconds(5), Duration.ofSeconds(15), false);

  /// Returns the same timeouts; the body of a 2xx answer is returned if `wanted`.
  public ExchangeLimits withSuccessfulBodies(boolean wanted) {
    return new ExchangeLimits(resolve, connect, whole, wanted);
  }

  /// Returns the reason of an exchange that lasted longer than `whole`.
  String tooLate() {
    return "no complete answer within " + whole.toSeconds() + " s";
  }
}
