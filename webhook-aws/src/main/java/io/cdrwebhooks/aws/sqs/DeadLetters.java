package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Takes the messages that no retry can help.
public interface DeadLetters {
  /// Sends a copy, as a fresh message, to the dead letters of the message's queue. Returns its id.
  String setAside(SqsMessage message);

  /// Those of the queue `dueAttempts`, and those of arrivals for every other message.
  record InSqs(Supplier<SqsClient> sqs, URI dueAttempts, URI ofDueAttempts, URI ofArrivals)
      implements DeadLetters {
    @Override
    public String setAside(SqsMessage message) {
      boolean isDue = dueAttempts.getPath().endsWith("/" + message.queueName());
      URI queue = isDue ? ofDueAttempts : ofArrivals;
      return sqs.get()
          .sendMessage(send -> send.queueUrl(queue.toString()).messageBody(message.body()))
          .messageId();
    }
  }
}
