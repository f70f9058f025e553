package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueAttempts;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends due attempts to their queue as delayed messages.
///
/// A queue that cannot be reached or refuses is the SDK's own unchecked exception.
public final class SqsDueAttempts implements DueAttempts {
  private final SqsClient sqs;
  private final URI queueUrl;

  public SqsDueAttempts(SqsClient sqs, URI queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  @Override
  public void send(DeliveryId delivery, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("no message waits " + delay);
    }
    int seconds = (int) delay.plusSeconds(1).minusNanos(1).toSeconds();
    String body = new DueAttemptMessage(delivery).toJson();
    sqs.sendMessage(
        message -> message.queueUrl(queueUrl.toString()).delaySeconds(seconds).messageBody(body));
  }
}
