package io.cdrwebhooks.chaos.world;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A request as its receiver saw it. `acceptedAt` is when a 2xx had been written; `complaints` are
/// the errors in the request itself.
public record Visit(
    String deliveryId,
    String receiver,
    int number,
    Instant arrivedAt,
    Instant endedAt,
    Behaviour behaviour,
    Optional<Instant> acceptedAt,
    String callbackUrl,
    List<String> complaints) {
  public Visit {
    complaints = List.copyOf(complaints);
  }

  /// Returns the wait that the answer requested; empty if it requested none.
  public Optional<Duration> retryAfter() {
    return behaviour.asksToWait() ? Optional.of(Behaviour.RETRY_AFTER) : Optional.empty();
  }

  @Override
  public String toString() {
    return "%s #%d at %s: %s, %s to %s"
        .formatted(deliveryId, number, receiver, behaviour, arrivedAt, endedAt);
  }
}
