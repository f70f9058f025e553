package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.delivery.WebhookRequest;
import java.time.Duration;

/// Sends the requests of attempts to receivers. Thread-safe.
public interface Receivers {
  /// Returns the longest time of an exchange. An attempt's lease must be longer.
  Duration longest();

  /// Sends one signed request. The request ends within [#longest], whatever the receiver does. If
  /// it has no answer, the check whether the fault is ours takes some more seconds.
  ///
  /// @throws OurFaultException if no receiver can be reached, or this process looks up too many
  ///   names
  /// @throws InterruptedException if this thread is interrupted; the request may have been sent by
  ///   then
  ExchangeResult post(WebhookRequest request) throws InterruptedException;
}
