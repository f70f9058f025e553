package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// A delivery of 100 days ago that was sent again a moment ago, and so is kept for 90 days more.
public record SentAgain(TestApi api, ConfigurationId configuration, DeliveryId id) {
  private static final Duration AGE = Duration.ofDays(100);

  public static SentAgain in(TestApi api, ConfigurationId configuration) {
    Instant then = api.now.minus(AGE);
    Delivery failed =
        Samples.with(
            Samples.delivery(Samples.report(new TaskId(42)), configuration, then),
            DeliveryProgress.kept(DeliveryStatus.FAILED, "It is over"),
            configuration);
    api.deliveries.record(failed);
    assertThat(
            api.deliveries.restart(
                failed.id(), Set.of(DeliveryStatus.FAILED), configuration, api.now))
        .isInstanceOf(Deliveries.Restarting.Restarted.class);
    return new SentAgain(api, configuration, failed.id());
  }

  /// Returns whether the newest job finds it, in the list of the configuration that jobs read.
  public boolean isFoundByTheJob() {
    TimeRange range = api.jobs.all().getLast().task().range();
    return IntStream.range(0, Deliveries.LIST_SHARDS)
        .mapToObj(
            shard ->
                api.deliveries.listByConfiguration(
                    configuration, shard, range, Optional.empty(), 10))
        .flatMap(page -> page.items().stream())
        .anyMatch(found -> found.id().equals(id));
  }
}
