package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.answer.AnswerHeader;
import io.cdrwebhooks.answer.AttemptTimings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The result of one request to a receiver. The receiver caused each of these results, so none of
/// them is an exception.
///
/// `address` is the IP address and port of the connection, as in `192.0.2.1:443`; `timings` has the
/// phases that the exchange reached.
public sealed interface ExchangeResult {
  /// A complete answer, or its first [AddressExchange#ANSWER_LIMIT] bytes; a 2xx has no bytes
  /// unless the [ExchangeLimits] ask for them. `retryAfter` is the requested wait of an answer 429
  /// or 503, empty for any other. `headers` are its first headers as received: they may contain
  /// secrets.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answered(
      String address,
      int statusCode,
      byte[] answer,
      List<AnswerHeader> headers,
      Optional<Duration> retryAfter,
      AttemptTimings timings)
      implements ExchangeResult {
    /// Returns whether the receiver accepted the request: any status from 200 to 299.
    public boolean isSuccess() {
      return isSuccess(statusCode);
    }

    /// Returns whether the receiver wants no more requests: 410 (RFC 9110, 15.5.11).
    public boolean isGone() {
      return statusCode == 410;
    }

    static boolean isSuccess(int statusCode) {
      return statusCode >= 200 && statusCode < 300;
    }
  }

  /// There is no complete answer: the name was not resolved, the connection was refused, timed out
  /// or broke off, or the certificate is bad.
  record Unreachable(Optional<String> address, String reason, AttemptTimings timings)
      implements ExchangeResult {}

  /// The rules do not allow a request to this receiver.
  record Blocked(String reason) implements ExchangeResult {}
}
