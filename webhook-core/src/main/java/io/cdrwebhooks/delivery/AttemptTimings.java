package io.cdrwebhooks.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// How long the phases of one attempt took, each on its own; empty for a phase that was not
/// reached, not finished or not needed.
///
/// `resolve` is the look-up of the name. `connect` is the TCP connection to the address that was
/// used, or tried last. `tls` is the handshake, empty for plain http. `firstByte` runs from the
/// beginning of the request's sending to the first byte of the answer.
public record AttemptTimings(
    Optional<Duration> resolve,
    Optional<Duration> connect,
    Optional<Duration> tls,
    Optional<Duration> firstByte) {
  /// Nothing was reached.
  public static final AttemptTimings NONE =
      new AttemptTimings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public AttemptTimings {
    Stream.of(resolve, connect, tls, firstByte)
        .flatMap(Optional::stream)
        .filter(Duration::isNegative)
        .findAny()
        .ifPresent(
            phase -> {
              throw new IllegalArgumentException("a phase cannot take " + phase);
            });
  }
}
