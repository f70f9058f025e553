package io.cdrwebhooks.local;

import io.cdrwebhooks.emulators.QueueDefinition;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The queues of the system: `visibility` is the visibility timeout, after which a failed message
/// is received again. `secondEventAfter` delays S3's second event of an object.
public record LocalQueues(Duration visibility, Duration secondEventAfter) {
  public static final String ARRIVALS = "report-arrivals";
  public static final String DUE_ATTEMPTS = "due-attempts";
  public static final String BACKGROUND_WORK = "background-work";
  public static final List<String> ALL = List.of(ARRIVALS, DUE_ATTEMPTS, BACKGROUND_WORK);

  private static final int RECEIVES_BEFORE_DEAD = 1_000;

  /// The queues of the deployment, but with a shorter visibility. A failed message is retried after
  /// two minutes instead of 21. The visibility is longer than the time limit of a function.
  public static final LocalQueues STANDARD =
      new LocalQueues(Duration.ofSeconds(130), Duration.ofMinutes(15));

  public LocalQueues {
    if (visibility.isNegative() || visibility.toNanosPart() != 0) {
      throw new IllegalArgumentException("visibility must be whole seconds: " + visibility);
    }
  }

  List<QueueDefinition> definitions() {
    return ALL.stream()
        .flatMap(
            queue ->
                Stream.of(
                    QueueDefinition.of(deadLetters(queue), visibility),
                    QueueDefinition.of(queue, visibility)
                        .withDeadLetters(deadLetters(queue), RECEIVES_BEFORE_DEAD)))
        .toList();
  }

  public static String deadLetters(String queue) {
    return queue + "-dlq";
  }
}
