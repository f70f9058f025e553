package io.cdrwebhooks.configapi.inputs;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.time.Instants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/// The function's inputs from outside: the clock, random ids, and the log. The ids need not be
/// cryptographically strong.
public record ApiInputs(InstantSource clock, Supplier<UUID> ids, EventLog log) {
  /// See [Instants#now].
  public Instant now() {
    return Instants.now(clock);
  }
}
