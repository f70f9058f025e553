package io.cdrwebhooks.answer;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// The duration of each phase of one attempt; empty for a phase that was not reached, not finished
/// or not needed.
///
/// `resolve` is the DNS look-up. `connect` is the TCP connection to the address that was used, or
/// tried last. `tls` is the handshake, empty for plain http. `firstByte` is from the start of
/// sending the request to the first byte of the answer.
public record AttemptTimings(
    Optional<Duration> resolve,
    Optional<Duration> connect,
    Optional<Duration> tls,
    Optional<Duration> firstByte) {
  /// No phase was reached.
  public static final AttemptTimings NONE =
      new AttemptTimings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public AttemptTimings {
    Stream.of(resolve, connect, tls, firstByte)
        .flatMap(Optional::stream)
        .filter(Duration::isNegative)
        .findAny()
        .ifPresent(
            phase -> {
              throw new IllegalArgumentException("a phase must not be negative: " + phase);
            });
  }
}
