package io.cdrwebhooks.chaos.receiver;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One request as its receiver saw it. `acceptedAt` is when a 2xx had been written; `complaints`
/// are what was wrong with the request itself; `retryAfter` is what the answer asked for.
public record Visit(
    String deliveryId,
    String receiver,
    int number,
    Instant arrivedAt,
    Instant endedAt,
    Behaviour behaviour,
    Optional<Instant> acceptedAt,
    Optional<Duration> retryAfter,
    String token,
    List<String> complaints) {
  public Visit {
    complaints = List.copyOf(complaints);
  }

  @Override
  public String toString() {
    return "%s #%d at %s: %s, %s to %s"
        .formatted(deliveryId, number, receiver, behaviour, arrivedAt, endedAt);
  }
}
