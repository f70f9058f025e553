package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.Optional;

/// The next thing that the holder of a lane does; [LaneTurn] decides it.
public sealed interface TurnStep {
  /// Makes an attempt while the breaker is closed.
  record Send(DeliveryId delivery) implements TurnStep {}

  /// Makes an attempt while the breaker is open, to find out whether the receiver works again.
  record Probe(DeliveryId delivery) implements TurnStep {}

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
