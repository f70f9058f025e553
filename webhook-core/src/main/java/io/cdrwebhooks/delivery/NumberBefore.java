package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.Optional;

/// The nearest recorded number below another one; 0 if none is recorded. `since` is when that
/// number's report was uploaded, or when the series began if no number is recorded; empty for an
/// unknown series.
public record NumberBefore(long number, Optional<Instant> since) {}
