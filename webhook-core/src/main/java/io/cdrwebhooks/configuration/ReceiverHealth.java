package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.Optional;

/// How a configuration's receiver is doing, as dispatch notes it in the configuration's item.
///
/// `failing` is empty after a success, after a change of URL or Signature, and before the first
/// attempt. `disabledReason` is empty text unless the system itself disabled the configuration; as
/// long as a streak stands beside it, nobody was told.
public record ReceiverHealth(Optional<FailingStreak> failing, String disabledReason) {
  /// Nothing is known against it.
  public static final ReceiverHealth GOOD = new ReceiverHealth(Optional.empty(), "");

  /// Disabled by the system, and why; somebody is to be told.
  public static ReceiverHealth disabled(String reason, Instant now) {
    return new ReceiverHealth(Optional.of(FailingStreak.begin(now)), reason);
  }

  /// The system disabled the configuration and nobody was told yet.
  public boolean owesNotice() {
    return !disabledReason.isEmpty() && failing.isPresent();
  }

  /// What stays of it while the configuration is disabled and changed: why, and a notice that is
  /// owed.
  public ReceiverHealth whileDisabled() {
    return owesNotice() ? this : new ReceiverHealth(Optional.empty(), disabledReason);
  }
}
