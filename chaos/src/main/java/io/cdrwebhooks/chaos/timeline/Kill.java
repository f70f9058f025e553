package io.cdrwebhooks.chaos.timeline;

import java.time.Instant;

/// The dispatch process was killed at a cut point, and asked for work again at `back`.
public record Kill(Instant at, Instant back, String point) {}
