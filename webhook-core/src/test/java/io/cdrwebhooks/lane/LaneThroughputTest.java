package io.cdrwebhooks.lane;

import static io.cdrwebhooks.lane.DrivenLane.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.DrivenLane.Answer;
import io.cdrwebhooks.terms.SendLimits;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests the throughput of a lane.
class LaneThroughputTest {
  /// Turns end after 5 s, because other lanes wait; there is no wait between the turns. The
  /// receiver is healthy. 180 deliveries are possible in the first case, 1,000 in the second.
  @ParameterizedTest
  @CsvSource({"10, PT10S, PT3M, 150", "100, PT6S, PT1M, 250"})
  void slowHealthyReceiverUsesItsPlacesThoughOtherLanesWait(
      int maxInFlight, Duration takes, Duration length, int least) {
    DrivenLane lane = new DrivenLane();
    lane.limits = new SendLimits(maxInFlight, OptionalInt.empty());
    lane.turnLasts = Duration.ofSeconds(5);
    lane.receiver = (_, _) -> new Answer(new SendResult.Delivered(), takes);
    lane.wait(1_500, START.minusSeconds(10), Duration.ofMillis(1));
    lane.playUntil(START.plus(length));
    assertThat(lane.waiting).hasSizeLessThanOrEqualTo(1_500 - least);
  }

  /// One report meets an exception before it is claimed, each time. The index has it as the oldest.
  @Test
  void reportThatAlwaysFaultsDoesNotDelayOthers() {
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
