package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.testing.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusShardTest {
  @Test
  void onlyFailedHeldAndUnroutedHaveAStatusList() {
    for (DeliveryStatus status : List.of(DeliveryStatus.PENDING, DeliveryStatus.DELIVERED)) {
      assertThatThrownBy(() -> new StatusShard(status, Optional.empty(), 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () ->
                new StatusShard(DeliveryStatus.UNROUTED, Optional.of(Samples.configurationId()), 0))
        .isInstanceOf(IllegalArgumentException.class);
    for (int shard : new int[] {-1, Deliveries.LIST_SHARDS}) {
      assertThatThrownBy(() -> new StatusShard(DeliveryStatus.FAILED, Optional.empty(), shard))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
