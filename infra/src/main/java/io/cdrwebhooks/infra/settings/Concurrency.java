package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import java.util.OptionalInt;

/// The number of batches that dispatch handles at once, over its three queues. `reserved` is the
/// part of the account's concurrency that is reserved for dispatch. `ofApi` and
/// `ofReceiverRequests` are reserved for these functions, which never exceed them. Empty reserves
/// none.
public record Concurrency(
    int batchesAtOnce, OptionalInt reserved, OptionalInt ofApi, OptionalInt ofReceiverRequests) {
  static final int USUAL_BATCHES = 400;

  private static final int QUEUES = 3;

  /// The minimum that Lambda accepts for a queue.
  private static final int MIN_OF_A_QUEUE = 2;

  /// Enough for 60 requests a second of 0.1 s each, with some room.
  private static final int MIN_OF_THE_API = 10;

  /// Enough for 100 requests a second of 0.1 s each.
  private static final int MIN_OF_RECEIVER_REQUESTS = 10;

  public Concurrency {
    require(
        ofApi.orElse(MIN_OF_THE_API) >= MIN_OF_THE_API,
        "apiReservedConcurrency must be at least %d, since the API takes 60 requests a second: %d"
            .formatted(MIN_OF_THE_API, ofApi.orElse(0)));
    require(
        ofReceiverRequests.orElse(MIN_OF_RECEIVER_REQUESTS) >= MIN_OF_RECEIVER_REQUESTS,
        ("receiverRequestsReservedConcurrency must be at least %d, since receivers may send 100"
                + " requests a second: %d")
            .formatted(MIN_OF_RECEIVER_REQUESTS, ofReceiverRequests.orElse(0)));
    require(
        batchesAtOnce >= QUEUES * MIN_OF_A_QUEUE && batchesAtOnce <= 1_000,
        "batchesAtOnce must be a number from "
            + QUEUES * MIN_OF_A_QUEUE
            + " to 1000: "
            + batchesAtOnce);
    int atMost = reserved.orElse(batchesAtOnce);
    require(
        atMost >= batchesAtOnce,
        "reservedConcurrency must be at least "
            + batchesAtOnce
            + ", what the three queues use at most, since throttled messages wait 21 minutes: "
            + atMost);
  }

  static Concurrency read(SettingsFile file) {
    return new Concurrency(
        file.optionalNumber("batchesAtOnce").orElse(USUAL_BATCHES),
        file.optionalNumber("reservedConcurrency"),
        file.optionalNumber("apiReservedConcurrency"),
        file.optionalNumber("receiverRequestsReservedConcurrency"));
  }

  /// Returns the share of the queue of arrivals, a quarter. Each queue has a share, so that reports
  /// are recorded even while receivers are slow.
  public int ofArrivals() {
    return Math.max(MIN_OF_A_QUEUE, batchesAtOnce / 4);
  }

  /// Returns the share of the queue of background work, a twentieth: jobs and checks of ended
  /// deliveries can wait.
  public int ofBackgroundWork() {
    return Math.max(MIN_OF_A_QUEUE, batchesAtOnce / 20);
  }

  /// Returns the share of the queue of due attempts, the rest. Each batch works one lane, which
  /// waits for its receiver most of the time.
  public int ofDueAttempts() {
    return batchesAtOnce - ofArrivals() - ofBackgroundWork();
  }
}
