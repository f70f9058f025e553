package io.cdrwebhooks.infra;

import java.time.Duration;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// A queue of work for one function, and the queue where its messages end that could not be worked.
///
/// A message keeps the time of its first sending when it moves, so the dead letters are kept much
/// longer than the work.
final class WorkQueue extends Construct {
  private static final Duration WORK_KEPT = Duration.ofDays(4);
  private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(14);
  private static final int RECEIVES_BEFORE_DEAD = 5;

  /// AWS asks for six times the function's timeout, so that a throttled batch is not handed out
  /// twice.
  private static final int VISIBILITY_PER_TIMEOUT = 6;

  private final Queue queue;

  WorkQueue(Construct scope, String id, Duration functionTimeout) {
    super(scope, id);
    Queue deadLetters = encryptedQueue("DeadLetters", DEAD_LETTERS_KEPT).build();
    queue =
        encryptedQueue("Queue", WORK_KEPT)
            .visibilityTimeout(CdkDuration.of(functionTimeout.multipliedBy(VISIBILITY_PER_TIMEOUT)))
            .deadLetterQueue(
                DeadLetterQueue.builder()
                    .queue(deadLetters)
                    .maxReceiveCount(RECEIVES_BEFORE_DEAD)
                    .build())
            .build();
  }

  IQueue queue() {
    return queue;
  }

  private Queue.Builder encryptedQueue(String id, Duration kept) {
    return Queue.Builder.create(this, id)
        .encryption(QueueEncryption.SQS_MANAGED)
        .enforceSsl(true)
        .retentionPeriod(CdkDuration.of(kept));
  }
}
