package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.work.DueWork;
import java.net.URI;

/// The URLs of the queues for due work. Lanes go to `dueAttempts`; jobs, digests and checks of
/// ended deliveries go to `backgroundWork`, so that no lane waits for them.
public record WorkQueues(URI dueAttempts, URI backgroundWork) {
  URI of(DueWork work) {
    return switch (work) {
      case DueWork.OfLane _ -> dueAttempts;
      case DueWork.OfDelivery _, DueWork.OfJob _, DueWork.OfDigest _ -> backgroundWork;
    };
  }
}
