package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.Optional;

/// The health of a configuration's receiver, as dispatch records it in the configuration's item.
///
/// It has one of four states. [#GOOD]: no failures are known, as before the first attempt, after a
/// success, and after a change of URL, Signature, certificate or names of headers.
/// [#failing(FailingStreak)]: `failing` has the failures. Disabled by a person: `disabledAt` is
/// set. [#disabled] by the system, even if a person changed it later: `disabledReason` is not
/// empty, and `failing` is set until operators have received the notice.
///
/// `disabledAt` is empty while the configuration is enabled, if it was created disabled, and if an
/// earlier version disabled it. Each reader needs only one component, so the states are not types.
public record ReceiverHealth(
    Optional<FailingStreak> failing, String disabledReason, Optional<Instant> disabledAt) {
  /// No failures are known.
  public static final ReceiverHealth GOOD =
      new ReceiverHealth(Optional.empty(), "", Optional.empty());

  /// Returns the health of an enabled configuration whose receiver fails.
  public static ReceiverHealth failing(FailingStreak streak) {
    return GOOD.with(Optional.of(streak));
  }

  /// Returns the health of a configuration that the service disabled for `reason`. A notice to
  /// operators is still due.
  public static ReceiverHealth disabled(String reason, Instant now) {
    return new ReceiverHealth(Optional.of(FailingStreak.begin(now)), reason, Optional.of(now));
  }

  /// Returns whether the service disabled the configuration and the notice to operators is still
  /// due.
  public boolean owesNotice() {
    return dueNotice().isPresent();
  }

  private Optional<FailingStreak> dueNotice() {
    return failing.filter(_ -> !disabledReason.isEmpty());
  }

  /// Returns the streak that a replacement of the configuration keeps; empty if its streak begins
  /// anew.
  public Optional<FailingStreak> kept() {
    return failing.filter(_ -> disabledReason.isEmpty());
  }

  /// Returns the health of a configuration that a person disabled at `since`, or changed while it
  /// was disabled. The reason and a notice that is still due stay.
  public ReceiverHealth whileDisabled(Instant since) {
    return new ReceiverHealth(dueNotice(), disabledReason, Optional.of(since));
  }

  /// Returns the same health with another streak.
  public ReceiverHealth with(Optional<FailingStreak> streak) {
    return new ReceiverHealth(streak, disabledReason, disabledAt);
  }
}
