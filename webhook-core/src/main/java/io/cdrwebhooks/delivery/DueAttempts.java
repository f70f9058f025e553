package io.cdrwebhooks.delivery;

import java.time.Duration;

/// The clock of lanes, deliveries and jobs: says later that one of them is due.
///
/// It owns nothing. What it says may be lost, repeated or come out of order; the record decides
/// what is done.
public interface DueAttempts {
  /// The longest wait that it keeps.
  Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /// Has the work looked at after `delay`, from zero to [#LONGEST_DELAY]; parts of a second count
  /// as a whole one.
  ///
  /// @throws IllegalArgumentException if the delay is out of these bounds
  void send(DueWork work, Duration delay);

  /// Whether work has been sent that nobody has looked at yet, more or less exactly.
  boolean othersWait();
}
