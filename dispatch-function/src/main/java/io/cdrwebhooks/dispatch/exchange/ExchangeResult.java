package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.delivery.AttemptTimings;
import java.time.Duration;
import java.util.Optional;

/// What became of one request to a receiver. All of it is the receiver's doing, so none of it is
/// thrown.
///
/// `address` is the IP address and port connected to, as in `192.0.2.1:443`; `timings` say how far
/// the exchange came, and how fast.
public sealed interface ExchangeResult {
  /// A whole answer, or its first [ReceiverExchange#ANSWER_LIMIT] bytes. `retryAfter` is how long
  /// an answer 429 or 503 asks to be left alone, empty for any other.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Answered(
      String address,
      int statusCode,
      byte[] answer,
      Optional<Duration> retryAfter,
      AttemptTimings timings)
      implements ExchangeResult {}

  /// No whole answer: not resolved, refused, timed out, broken off, a bad certificate.
  record Unreachable(Optional<String> address, String reason, AttemptTimings timings)
      implements ExchangeResult {}

  /// We may not call there.
  record Blocked(String reason) implements ExchangeResult {}
}
