package io.cdrwebhooks.emulators;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A queue that [SqsEmulator] creates at its start. `deadLetters` is null for a queue that keeps
/// its messages after any number of receives.
public record QueueDefinition(
    String name, Duration visibilityTimeout, @Nullable DeadLetters deadLetters) {

  /// The destination of messages that were received `maxReceiveCount` times (1 or more) without
  /// being deleted. That queue must be defined, too.
  public record DeadLetters(String queueName, int maxReceiveCount) {}

  public static QueueDefinition of(String name, Duration visibilityTimeout) {
    return new QueueDefinition(name, visibilityTimeout, null);
  }

  /// Returns this queue with a limit of receives, after which a message goes to another queue.
  public QueueDefinition withDeadLetters(String queueName, int maxReceiveCount) {
    return new QueueDefinition(
        name, visibilityTimeout, new DeadLetters(queueName, maxReceiveCount));
  }
}
