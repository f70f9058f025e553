package io.cdrwebhooks.work;

import java.time.Duration;

/// Delayed messages that start work on lanes, deliveries and jobs when it is due.
///
/// A message may be lost, repeated or out of order; the stored record decides what happens.
public interface DueAttempts {
  /// The longest delay of a message.
  Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /// Sends `work` after `delay`, from zero to [#LONGEST_DELAY]; fractions of a second are rounded
  /// up.
  ///
  /// @throws IllegalArgumentException if the delay is out of this range
  void send(DueWork work, Duration delay);

  /// Returns whether messages wait that no worker has received yet; approximate.
  boolean othersWait();
}
