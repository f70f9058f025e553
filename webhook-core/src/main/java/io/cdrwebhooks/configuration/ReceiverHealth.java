package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.Optional;

/// The health of a configuration's receiver, as dispatch records it in the configuration's item.
///
/// `failing` is empty after a success, after a change of URL, Signature, certificate or names of
/// headers, and before the first attempt. `disabledReason` is empty text unless the system itself
/// disabled the configuration. While it is set together with `failing`, the notice to operators is
/// still due. `disabledAt` is when a person or the system disabled it; empty while it is enabled,
/// and if an earlier version disabled it.
public record ReceiverHealth(
    Optional<FailingStreak> failing, String disabledReason, Optional<Instant> disabledAt) {
  /// No failures are known.
  public static final ReceiverHealth GOOD = new ReceiverHealth(Optional.empty(), "");

  /// Creates the health of a configuration that is enabled, or was disabled at an unknown time.
  public ReceiverHealth(Optional<FailingStreak> failing, String disabledReason) {
    this(failing, disabledReason, Optional.empty());
  }

  /// Returns the health of a configuration that the system disabled for `reason`. A notice to
  /// operators is still due.
  public static ReceiverHealth disabled(String reason, Instant now) {
    return new ReceiverHealth(Optional.of(FailingStreak.begin(now)), reason, Optional.of(now));
  }

  /// Returns whether the system disabled the configuration and the notice to operators is still
  /// due.
  public boolean owesNotice() {
    return !disabledReason.isEmpty() && failing.isPresent();
  }

  /// Returns the streak that a replacement of the configuration keeps; empty if its streak begins
  /// anew.
  public Optional<FailingStreak> kept() {
    return owesNotice() ? Optional.empty() : failing;
  }

  /// Returns the health of a configuration that a person disabled at `since`, or changed while it
  /// was disabled. The reason and a notice that is still due stay.
  public ReceiverHealth whileDisabled(Instant since) {
    return new ReceiverHealth(
        owesNotice() ? failing : Optional.empty(), disabledReason, Optional.of(since));
  }

  /// Returns the same health with another streak.
  public ReceiverHealth with(Optional<FailingStreak> streak) {
    return new ReceiverHealth(streak, disabledReason, disabledAt);
  }
}
