package io.cdrwebhooks.chaos.world;

import java.time.Instant;

/// A request as its receiver saw it. `isAccepted` if a 2xx had been written.
public record Visit(
    String deliveryId,
    int number,
    Behaviour behaviour,
    Instant arrivedAt,
    Instant endedAt,
    boolean isAccepted) {}
