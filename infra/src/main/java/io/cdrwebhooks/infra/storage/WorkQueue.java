package io.cdrwebhooks.infra.storage;

import io.cdrwebhooks.infra.cdk.CdkDuration;
import java.time.Duration;
import java.util.List;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.amazon.awscdk.services.sqs.RedriveAllowPolicy;
import software.amazon.awscdk.services.sqs.RedrivePermission;
import software.constructs.Construct;

/// A queue of work for one function, with the dead-letter queue to which the function sends
/// messages that cannot be processed.
public final class WorkQueue extends Construct {
  /// The longest retention of SQS, for both queues.
  private static final Duration RETENTION = Duration.ofDays(14);

  private static final int RECEIVES_BEFORE_DEAD = 1_000;

  /// The timeout of 21 minutes is so long that a message has fewer than 1,000 receives in 14 days,
  /// and SQS itself moves no message. AWS recommends at least six times the function's timeout, so
  /// that a throttled batch is not delivered twice.
  private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(21);

  public final Queue queue;
  public final Queue deadLetters;

  /// The queues' names begin with `name`.
  public WorkQueue(Construct scope, String id, String name) {
    this(scope, id, name, Duration.ZERO);
  }

  /// `delay` applies to messages without an explicit delay.
  public WorkQueue(Construct scope, String id, String name, Duration delay) {
    super(scope, id);
    String uniqueName = uniqueName(name);
    deadLetters =
        retainedQueue("DeadLetters")
            .redriveAllowPolicy(
                RedriveAllowPolicy.builder()
                    .redrivePermission(RedrivePermission.BY_QUEUE)
                    .sourceQueues(List.of(named(uniqueName)))
                    .build())
            .build();
    queue =
        retainedQueue("Queue")
            .queueName(uniqueName)
            .visibilityTimeout(CdkDuration.of(VISIBILITY_TIMEOUT))
            .deliveryDelay(CdkDuration.of(delay))
            .deadLetterQueue(
                DeadLetterQueue.builder()
                    .queue(deadLetters)
                    .maxReceiveCount(RECEIVES_BEFORE_DEAD)
                    .build())
            .build();
    // One statement names both ARNs; without this line, the CDK would export them in either order.
    var _ = Stack.of(this).exportValue(deadLetters.getQueueArn());
  }

  /// Allows only sending: the CDK's grant also lets a sender read the queue's attributes.
  public void grantSend(IGrantable sender) {
    queue.grant(sender, "sqs:SendMessage");
  }

  private Queue.Builder retainedQueue(String id) {
    return Queue.Builder.create(this, id)
        .encryption(QueueEncryption.SQS_MANAGED)
        .enforceSsl(true)
        .retentionPeriod(CdkDuration.of(RETENTION))
        .removalPolicy(RemovalPolicy.RETAIN);
  }

  /// Returns a unique name. Each of the two queues names the other, so the name of one must be
  /// known in advance. A part of the stack's id distinguishes it from a queue that an earlier stack
  /// left behind.
  private static String uniqueName(String name) {
    String stackUuid = Fn.select(2, Fn.split("/", Aws.STACK_ID));
    return Fn.join("-", List.of(name, Fn.select(0, Fn.split("-", stackUuid))));
  }

  private IQueue named(String uniqueName) {
    return Queue.fromQueueArn(
        this,
        "QueueByName",
        Stack.of(this)
            .formatArn(ArnComponents.builder().service("sqs").resource(uniqueName).build()));
  }
}
