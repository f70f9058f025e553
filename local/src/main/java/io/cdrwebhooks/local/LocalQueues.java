package io.cdrwebhooks.local;

import io.cdrwebhooks.emulators.QueueDefinition;
import java.time.Duration;
import java.util.List;

/// The queues of the system: `visibility` is after how long a message that failed comes again,
/// `maxReceives` how often it comes before it goes to the queue's dead letters.
public record LocalQueues(Duration visibility, int maxReceives) {
  static final String ARRIVALS = "report-arrivals";
  static final String DUE_ATTEMPTS = "due-attempts";

  /// As the deployment has them, but for a shorter visibility: nobody wants to wait twelve minutes
  /// here. It is longer than a function may take.
  public static final LocalQueues STANDARD = new LocalQueues(Duration.ofSeconds(130), 5);

  public LocalQueues {
    if (visibility.isNegative() || visibility.toNanosPart() != 0 || maxReceives < 1) {
      throw new IllegalArgumentException(
          "queues have a visibility in whole seconds, and 1 or more receives");
    }
  }

  List<QueueDefinition> definitions() {
    return List.of(
        QueueDefinition.of(deadLetters(ARRIVALS), visibility),
        QueueDefinition.of(deadLetters(DUE_ATTEMPTS), visibility),
        withDeadLetters(ARRIVALS),
        withDeadLetters(DUE_ATTEMPTS));
  }

  private QueueDefinition withDeadLetters(String queue) {
    return QueueDefinition.of(queue, visibility).withDeadLetters(deadLetters(queue), maxReceives);
  }

  static String deadLetters(String queue) {
    return queue + "-dlq";
  }
}
