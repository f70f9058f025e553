package io.cdrwebhooks.work;

import java.time.Duration;
import java.util.List;

/// Delayed messages that start work on lanes, deliveries and jobs when it is due.
///
/// A message may be lost, repeated or out of order; the stored record decides what happens.
public interface WorkMessages {
  /// The longest delay of a message.
  Duration MAX_DELAY = Duration.ofMinutes(15);

  /// Sends `work` after `delay`, from zero to [#MAX_DELAY]; fractions of a second are rounded up.
  ///
  /// @throws IllegalArgumentException if the delay is out of this range
  void send(DueWork work, Duration delay);

  /// Sends several messages, with as few requests as possible. If one cannot be sent, it throws,
  /// and others may have been sent.
  default void sendAll(List<Message> messages) {
    messages.forEach(message -> send(message.work(), message.delay()));
  }

  /// A message of [#sendAll]; the parts are those of [#send].
  record Message(DueWork work, Duration delay) {}

  /// Returns whether messages for lanes wait in the queue that no worker has received yet. The
  /// answer is approximate.
  boolean othersWait();

  /// Returns about how many messages of background work no worker has received yet. Delayed
  /// messages do not count. A queue that cannot count returns 0.
  default int backgroundWaiting() {
    return 0;
  }
}
