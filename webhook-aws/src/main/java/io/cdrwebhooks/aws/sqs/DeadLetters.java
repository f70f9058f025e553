package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Takes messages that no retry can help.
public interface DeadLetters {
  /// Sends a copy, as a new message, to the dead letters of the message's queue. Returns its id.
  String setAside(SqsMessage message);

  /// Dead letters in SQS. Messages of `queues`, the due work, go to `deadLetters`; all other
  /// messages go to `ofArrivals`.
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
