package io.cdrwebhooks.aws.sqs;

import io.cdrwebhooks.work.DueWork;
import java.net.URI;

/// The URLs of the queues that due work is sent to: lanes to `dueAttempts`; jobs and looks at ended
/// deliveries to `backgroundWork`, so that no lane waits for them.
public record WorkQueues(URI dueAttempts, URI backgroundWork) {
  URI of(DueWork work) {
    return switch (work) {
      case DueWork.OfLane _ -> dueAttempts;
      case DueWork.OfDelivery _, DueWork.OfJob _ -> backgroundWork;
    };
  }
}
