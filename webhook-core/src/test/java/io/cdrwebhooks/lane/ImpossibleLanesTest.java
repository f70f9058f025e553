package io.cdrwebhooks.lane;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Combinations of a lane's values that no worker leaves behind.
class ImpossibleLanesTest {
  private static final Optional<Instant> NOW = Optional.of(Instant.parse("2026-03-01T12:00:00Z"));
  private static final List<DeliveryId> FAILED = List.of(DeliveryId.of(new UUID(0, 1)));

  @Test
  void userRequestNeedsAMark() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Lane.Marks(Optional.empty(), NOW));
  }

  @Test
  void laneWithoutAPlaceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lane.State(Breaker.CLOSED, NOW, NOW, NOW, OptionalInt.of(0)));
  }

  @Test
  void breakerOpensAfterFailures() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Breaker(List.of(), Optional.empty(), 0, NOW, Optional.empty()));
  }

  @Test
  void closedBreakerDoesNotProbe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Breaker(FAILED, NOW, 1, Optional.empty(), Optional.empty()));
  }
}
