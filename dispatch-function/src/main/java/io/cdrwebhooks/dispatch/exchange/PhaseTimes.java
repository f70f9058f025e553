package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.delivery.AttemptTimings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Takes the time of one connection's phases, from its making on.
///
/// It travels in the client's context, through which the parts of the client that see a phase end
/// find it. They all run in the thread that makes the exchange. Times are the monotonic clock's:
/// the other may be set.
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

  /// The context to make the exchange in.
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
