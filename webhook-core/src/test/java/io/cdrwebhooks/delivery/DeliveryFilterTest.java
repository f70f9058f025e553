package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.Optional;
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
    assertThat(filter(delivery.taskId(), delivery.configurationId(), DeliveryStatus.PENDING))
        .matches(filter -> filter.has(delivery));
    assertThat(filter(Samples.taskId(), delivery.configurationId(), DeliveryStatus.PENDING))
        .matches(filter -> !filter.has(delivery));
    assertThat(
            filter(
                delivery.taskId(), Optional.of(Samples.configurationId()), DeliveryStatus.PENDING))
        .matches(filter -> !filter.has(delivery));
    assertThat(filter(delivery.taskId(), delivery.configurationId(), DeliveryStatus.FAILED))
        .matches(filter -> !filter.has(delivery));
  }

  @Test
  void startIsIncludedAndEndIsNot() {
    assertThat(between(NOW, NOW.plusNanos(1)).has(delivery)).isTrue();
    assertThat(between(NOW.minusMillis(1), NOW).has(delivery)).isFalse();
    assertThat(between(NOW.plusNanos(1), Instant.MAX).has(delivery)).isFalse();
    assertThat(DeliveryFilter.ALL.since(NOW).has(delivery)).isTrue();
    assertThat(DeliveryFilter.ALL.since(NOW.plusMillis(1)).has(delivery)).isFalse();
  }

  @Test
  void filterMustNotEndBeforeItBegins() {
    for (Instant from : new Instant[] {NOW, NOW.plusMillis(1)}) {
      assertThatThrownBy(() -> between(from, NOW)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static DeliveryFilter filter(
      TaskId task, Optional<ConfigurationId> configuration, DeliveryStatus status) {
    return new DeliveryFilter(
        Optional.of(task), configuration, Optional.of(status), Optional.empty(), Optional.empty());
  }

  private static DeliveryFilter between(Instant from, Instant until) {
    return new DeliveryFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(from),
        Optional.of(until));
  }
}
