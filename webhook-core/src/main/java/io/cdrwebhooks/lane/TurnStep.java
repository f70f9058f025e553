package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.Optional;

/// The next thing that the holder of a lane does; [LaneTurn] decides it.
public sealed interface TurnStep {
  /// Makes an attempt; `probe` says whether the breaker is open.
  record Send(DeliveryId delivery, boolean probe) implements TurnStep {}

  /// Ends the round of a delivery, because its time is over and its receiver still fails.
  record GiveUp(DeliveryId delivery, Instant failingSince) implements TurnStep {}

  /// Reads the deliveries that wait and are due at `from` or later, and reports them with
  /// [LaneTurn#pageRead].
  record ReadPage(Backlog.Part part, Instant from) implements TurnStep {}

  /// Waits until an attempt ends or a message arrives, at most until `until`.
  record Wait(Instant until) implements TurnStep {}

  /// Releases the lane; it is due again at `wakeAt`, empty when nothing waits. Then sends `message`
  /// for `wakeAt`. `message` is empty if another one is on its way or if a sweep sends it.
  record Done(Lane lane, Optional<Instant> wakeAt, Optional<DueWork.OfLane> message)
      implements TurnStep {}
}
