package io.cdrwebhooks.terms;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// A receiver's limits: at most `maxInFlight` open requests, and at most `maxPerSecond` requests a
/// second; empty means no rate limit.
public record SendLimits(int maxInFlight, OptionalInt maxPerSecond) {
  public static final int MAX_IN_FLIGHT = 100;
  public static final int MAX_PER_SECOND = 1_000;

  /// The limits if a configuration sets none.
  public static final SendLimits STANDARD = new SendLimits(10, OptionalInt.empty());

  public SendLimits {
    requireWithin("maxInFlight", maxInFlight, MAX_IN_FLIGHT);
    maxPerSecond.ifPresent(rate -> requireWithin("maxPerSecond", rate, MAX_PER_SECOND));
  }

  /// Returns the shortest time between two requests; empty if there is no rate limit.
  public Optional<Duration> betweenRequests() {
    return maxPerSecond.isPresent()
        ? Optional.of(Duration.ofSeconds(1).dividedBy(maxPerSecond.getAsInt()))
        : Optional.empty();
  }

  /// Returns these limits with at most one open request.
  public SendLimits oneAtATime() {
    return new SendLimits(1, maxPerSecond);
  }

  /// Returns these limits without `maxPerSecond`.
  public SendLimits withoutPace() {
    return new SendLimits(maxInFlight, OptionalInt.empty());
  }

  private static void requireWithin(String limit, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s must be from 1 to %d: %d".formatted(limit, most, value));
    }
  }
}
