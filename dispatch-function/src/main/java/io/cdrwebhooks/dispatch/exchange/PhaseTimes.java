package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.answer.AttemptTimings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Measures the phases of one connection, from its creation on.
///
/// The parts of the client that see a phase end find it in the client's context. They all run on
/// the thread of the exchange. Times come from the monotonic clock, because the wall clock may be
/// adjusted.
final class PhaseTimes {
  private static final String ATTRIBUTE = PhaseTimes.class.getName();

  private final Duration resolve;
  private long phaseBegan = System.nanoTime();
  private Optional<Duration> connect = Optional.empty();
  private Optional<Duration> tls = Optional.empty();
  private Optional<Duration> firstByte = Optional.empty();

  PhaseTimes(Duration resolve) {
    this.resolve = resolve;
  }

  /// Returns the context for the exchange.
  HttpClientContext context() {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(ATTRIBUTE, this);
    return context;
  }

  static PhaseTimes of(HttpContext context) {
    return (PhaseTimes) Objects.requireNonNull(context.getAttribute(ATTRIBUTE));
  }

  void tlsBegins() {
    connect = Optional.of(endPhase());
  }

  void tlsEnded() {
    tls = Optional.of(endPhase());
  }

  void requestBegins() {
    Duration ended = endPhase();
    if (connect.isEmpty()) {
      connect = Optional.of(ended); // plain http
    }
  }

  void answerBegins() {
    firstByte = Optional.of(endPhase());
  }

  AttemptTimings timings() {
    return new AttemptTimings(Optional.of(resolve), connect, tls, firstByte);
  }

  private Duration endPhase() {
    long now = System.nanoTime();
    Duration phase = Duration.ofNanos(now - phaseBegan);
    phaseBegan = now;
    return phase;
  }
}
