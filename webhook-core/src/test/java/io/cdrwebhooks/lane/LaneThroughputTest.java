package io.cdrwebhooks.lane;

import static io.cdrwebhooks.lane.DrivenLane.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.DrivenLane.Answer;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.testing.SampleWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Tests the throughput of a lane.
class LaneThroughputTest {
  private record Ending(DeliveryId id, Instant at) {}

  /// Returns how many deliveries succeed within `length`. Turns end after 5 s, because other lanes
  /// wait; there is no wait between the turns. The receiver is healthy and answers after `takes`.
  private static int delivered(int maxInFlight, Duration takes, Duration length) {
    DrivenLane lane = new DrivenLane();
    SendLimits limits = new SendLimits(maxInFlight, OptionalInt.empty());
    for (int i = 0; i < 1_500; i++) {
      lane.waits(START.minusSeconds(10).plusMillis(i));
    }
    Set<DeliveryId> done = new HashSet<>();
    Instant now = START;
    Lane state = lane.lane;
    while (now.isBefore(START.plus(length))) {
      LaneTurn turn =
          new LaneTurn(state, SampleWork.wakeUp(state.configuration()), limits, DrivenLane.RULES);
      turn.workArrived(SampleWork.wakeUp(state.configuration()), now);
      Instant turnEnds = now.plusSeconds(5);
      PriorityQueue<Ending> inFlight = new PriorityQueue<>(Comparator.comparing(Ending::at));
      boolean over = false;
      while (!over) {
        if (!now.isBefore(turnEnds)) {
          turn.end();
        }
        switch (turn.next(now)) {
          case TurnStep.Send(DeliveryId id) -> inFlight.add(new Ending(id, now.plus(takes)));
          case TurnStep.ReadPage look -> {
            var all =
                lane.waiting.values().stream()
                    .filter(each -> !each.dueAt().isBefore(look.from()))
                    .sorted(Comparator.comparing(Waiting::dueAt))
                    .toList();
            turn.pageRead(
                look,
                new Lanes.Page(all.subList(0, Math.min(400, all.size())), all.size() > 400),
                now);
          }
          case TurnStep.Wait(Instant until) -> {
            Instant next = until;
            if (!inFlight.isEmpty() && inFlight.peek().at().isBefore(next)) {
              next = inFlight.peek().at();
            }
            if (now.isBefore(turnEnds) && turnEnds.isBefore(next)) {
              next = turnEnds;
            }
            now = next;
            while (!inFlight.isEmpty() && !inFlight.peek().at().isAfter(now)) {
              DeliveryId id = inFlight.remove().id();
              lane.waiting.remove(id);
              done.add(id);
              turn.attemptEnded(id, new SendResult.Delivered(), 0, now);
            }
          }
          case TurnStep.Done(Lane after, var wakeAt, var _) -> {
            state = after.withDueAt(wakeAt);
            over = true;
          }
          case TurnStep.Probe _, TurnStep.GiveUp _ -> throw new AssertionError();
        }
      }
    }
    return done.size();
  }

  @Test
  void slowHealthyReceiverUsesItsPlacesThoughOtherLanesWait() {
    // 10 places and 10 s an answer: 10 in each 10 s are possible, 180 in three minutes.
    assertThat(delivered(10, Duration.ofSeconds(10), Duration.ofMinutes(3)))
        .isGreaterThanOrEqualTo(150);
  }

  @Test
  void receiverWithManyPlacesUsesThemThoughOtherLanesWait() {
    // 100 places and 6 s an answer: 100 in each 6 s are possible, 1,000 in a minute.
    assertThat(delivered(100, Duration.ofSeconds(6), Duration.ofMinutes(1)))
        .isGreaterThanOrEqualTo(250);
  }

  /// One report meets an exception before it is claimed, each time. The index has it as the oldest.
  @Test
  void oneReportThatAlwaysMeetsAnExceptionHoldsUpNoOther() {
    DrivenLane lane = new DrivenLane();
    DeliveryId poison = lane.waits(START.minus(Duration.ofHours(2)));
    for (int i = 0; i < 400; i++) {
      lane.waits(START.minusSeconds(60).plusMillis(i));
    }
    lane.receiver =
        (id, at) ->
            id.equals(poison)
                ? new Answer(new SendResult.Faulted(at.plusSeconds(60)), Duration.ofMillis(5))
                : new Answer(new SendResult.Delivered(), Duration.ofMillis(50));
    lane.playUntil(START.plusSeconds(20));
    assertThat(lane.waiting.keySet())
        .as("400 reports at 50 ms and ten in flight take 2 s; 20 s are given")
        .containsExactly(poison);
  }
}
