package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliveryFilterTest {
  private static final Instant NOW = Samples.NOW;
  private final Delivery delivery = Samples.delivery();

  @Test
  void filterWithoutConditionsMatchesEverything() {
    assertThat(DeliveryFilter.ALL.has(delivery)).isTrue();
    assertThat(
            DeliveryFilter.ALL.has(
                Samples.with(delivery, DeliveryProgress.kept(DeliveryStatus.UNROUTED, ""))))
        .isTrue();
  }

  @Test
  void everyConditionMustMatch() {
    DeliveryFilter matching =
        DeliveryFilter.ALL
            .ofTask(delivery.taskId())
            .ofConfiguration(delivery.configurationId().orElseThrow())
            .withStatus(DeliveryStatus.PENDING)
            .tests(false);
    assertThat(matching.has(delivery)).isTrue();
    assertThat(matching.ofTask(Samples.taskId()).has(delivery)).isFalse();
    assertThat(matching.ofConfiguration(Samples.configurationId()).has(delivery)).isFalse();
    assertThat(matching.withStatus(DeliveryStatus.FAILED).has(delivery)).isFalse();
    assertThat(matching.tests(true).has(delivery)).isFalse();
  }

  @Test
  void startIsIncludedAndEndIsNot() {
    assertThat(DeliveryFilter.ALL.between(NOW, NOW.plusNanos(1)).has(delivery)).isTrue();
    assertThat(DeliveryFilter.ALL.between(NOW.minusMillis(1), NOW).has(delivery)).isFalse();
    assertThat(DeliveryFilter.ALL.between(NOW.plusNanos(1), Instant.MAX).has(delivery)).isFalse();
    assertThat(DeliveryFilter.ALL.since(NOW).has(delivery)).isTrue();
    assertThat(DeliveryFilter.ALL.since(NOW.plusMillis(1)).has(delivery)).isFalse();
    assertThat(DeliveryFilter.ALL.before(NOW.plusNanos(1)).has(delivery)).isTrue();
    assertThat(DeliveryFilter.ALL.before(NOW).has(delivery)).isFalse();
  }

  @Test
  void filterMustNotEndBeforeItBegins() {
    for (Instant from : new Instant[] {NOW, NOW.plusMillis(1)}) {
      assertThatThrownBy(() -> DeliveryFilter.ALL.between(from, NOW))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
