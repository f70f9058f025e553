package io.cdrwebhooks.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.testing.SampleWork;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests that a person's request for a probe survives the death of the holder.
class AskedLaneTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /// The next probe is due in half an hour. A person requests a probe, and the holder that probes
  /// dies. The person requests another one, which stays stored for the dead holder. The sweep's
  /// message at the end of the lease may not acquire the lane.
  @Test
  void nextHolderServesTheRequestThatADeadHolderLeft() {
    ConfigurationId id = ConfigurationId.of(UUID.randomUUID());
    InMemoryLanes lanes = new InMemoryLanes(new InMemoryDeliveries());
    Lane lane = lanes.acquire(SampleWork.wakeUp(id), "a", NOW.minusSeconds(9), NOW).orElseThrow();
    Breaker open =
        new Breaker(
            List.of(DeliveryId.of(UUID.randomUUID())),
            Optional.of(NOW.minusSeconds(3_600)),
            9,
            Optional.of(NOW.plus(Duration.ofMinutes(30))),
            Optional.empty());
    assertThat(
            lanes.release(
                lane.withWakeSentFor(Optional.empty()).with(Lane.State.of(open)),
                "a",
                Optional.of(NOW.plus(Duration.ofMinutes(30)))))
        .isEmpty();
    DueWork.OfLane asked = DueWork.OfLane.askedFor(id);
    assertThat(lanes.acquire(asked, "dies", NOW, NOW.plusSeconds(30))).isPresent();
    assertThat(lanes.acquire(asked, "b", NOW.plusSeconds(10), NOW.plusSeconds(40))).isEmpty();

    Instant leaseEnded = NOW.plusSeconds(31);
    assertThat(lanes.acquire(SampleWork.wakeUp(id), "c", leaseEnded, leaseEnded.plusSeconds(30)))
        .as("the sweep's message: a person asked for a probe, and none was made")
        .isPresent();
  }
}
