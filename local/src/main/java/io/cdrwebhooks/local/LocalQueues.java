package io.cdrwebhooks.local;

import io.cdrwebhooks.emulators.QueueDefinition;
import java.time.Duration;
import java.util.List;

/// The queues, with the settings that the deployment gives them, but for a shorter visibility
/// timeout: here nobody wants to wait six minutes for a message to come again.
final class LocalQueues {
  static final String ARRIVALS = "report-arrivals";
  static final String DUE_ATTEMPTS = "due-attempts";

  /// Longer than an attempt's lease, so that a message comes again to an attempt that is free.
  private static final Duration VISIBILITY = Duration.ofSeconds(75);

  private static final int MAX_RECEIVES = 5;

  private LocalQueues() {}

  static List<QueueDefinition> definitions() {
    return List.of(
        QueueDefinition.of(deadLetters(ARRIVALS), VISIBILITY),
        QueueDefinition.of(deadLetters(DUE_ATTEMPTS), VISIBILITY),
        QueueDefinition.of(ARRIVALS, VISIBILITY)
            .withDeadLetters(deadLetters(ARRIVALS), MAX_RECEIVES),
        QueueDefinition.of(DUE_ATTEMPTS, VISIBILITY)
            .withDeadLetters(deadLetters(DUE_ATTEMPTS), MAX_RECEIVES));
  }

  static String deadLetters(String queue) {
    return queue + "-dlq";
  }
}
