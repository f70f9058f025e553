package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.log.EventLog;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/// What a function takes from outside besides its stores: time, randomness, a place to log to.
///
/// `tokens` must be cryptographically strong.
public record Surroundings(InstantSource clock, Supplier<UUID> tokens, EventLog log) {
  public static Surroundings standard() {
    return new Surroundings(InstantSource.system(), UUID::randomUUID, EventLog.toStandardOutput());
  }
}
