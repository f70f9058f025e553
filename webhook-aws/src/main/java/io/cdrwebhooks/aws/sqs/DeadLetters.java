package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Stores messages that no retry can help.
public interface DeadLetters {
  /// Sends a copy of the message to the dead-letter queue of its queue. Returns the id of the copy.
  String setAside(SqsMessage message);

  /// The dead-letter queues in SQS. Messages from `queues`, the due work, go to `deadLetters`; all
  /// other messages go to `ofArrivals`.
  record InSqs(Supplier<SqsClient> sqs, WorkQueues queues, WorkQueues deadLetters, URI ofArrivals)
      implements DeadLetters {
    @Override
    public String setAside(SqsMessage message) {
      String queue = deadLettersOf(message).toString();
      return sqs.get()
          .sendMessage(send -> send.queueUrl(queue).messageBody(message.body()))
          .messageId();
    }

    private URI deadLettersOf(SqsMessage message) {
      if (queues.isDueAttempts(message)) {
        return deadLetters.dueAttempts();
      }
      return queues.isBackgroundWork(message) ? deadLetters.backgroundWork() : ofArrivals;
    }
  }
}
