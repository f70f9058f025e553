package io.cdrwebhooks.configapi.inputs;

import io.cdrwebhooks.log.EventLog;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/// The function's inputs from outside: the clock, random ids, and the log. The ids need not be
/// cryptographically strong.
public record ApiInputs(InstantSource clock, Supplier<UUID> ids, EventLog log) {
  /// Returns the time in whole milliseconds, as records store it.
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
