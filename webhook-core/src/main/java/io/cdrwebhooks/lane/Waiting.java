package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;

/// A pending delivery in its lane: when its next attempt is due, and when its round began.
public record Waiting(DeliveryId id, Instant dueAt, Instant roundBeganAt) {}
