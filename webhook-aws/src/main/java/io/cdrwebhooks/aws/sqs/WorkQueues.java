package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.aws.awsevents.SqsBatch.SqsMessage;
import io.cdrwebhooks.work.DueWork;
import java.net.URI;

/// The URLs of the queues for due work. Lanes go to `dueAttempts`; jobs, digests and checks of
/// ended deliveries go to `backgroundWork`, so that no lane waits for them. S3's second event of
/// each new object goes there too, delayed.
public record WorkQueues(URI dueAttempts, URI backgroundWork) {
  URI of(DueWork work) {
    return switch (work) {
      case DueWork.OfLane _ -> dueAttempts;
      case DueWork.OfDelivery _, DueWork.OfJob _, DueWork.OfDigest _, DueWork.OfWatch _ ->
          backgroundWork;
    };
  }

  boolean isDueAttempts(SqsMessage message) {
    return isOf(dueAttempts, message);
  }

  public boolean isBackgroundWork(SqsMessage message) {
    return isOf(backgroundWork, message);
  }

  private static boolean isOf(URI queue, SqsMessage message) {
    return queue.getPath().endsWith("/" + message.queueName());
  }
}
