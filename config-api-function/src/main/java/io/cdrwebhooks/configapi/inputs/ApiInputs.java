package io.cdrwebhooks.configapi.inputs;

import io.cdrwebhooks.log.EventLog;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/// What comes from outside: the time, random ids (cryptographically strong is not needed), and
/// where the log goes.
public record ApiInputs(InstantSource clock, Supplier<UUID> ids, EventLog log) {
  /// In whole milliseconds, as records have it.
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
