package io.cdrwebhooks.configapi.attention;

import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import io.cdrwebhooks.paging.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks which reports of a suspect are at risk at `now`.
record RiskCheck(ApiStores stores, Instant now) {
  /// The number of deliveries of a shard that one count reads.
  static final int MAX_READ_OF_A_SHARD = 25;

  /// Checks one suspect; empty if it needs no attention.
  Optional<AtRisk> check(TroubledConfigurations.Suspect suspect) {
    WebhookConfiguration configuration = suspect.configuration();
    Breaker breaker = stores.lanes().find(configuration.id()).breaker();
    Optional<Instant> failingSince = failingSince(configuration, breaker);
    if (configuration.enabled() && failingSince.isEmpty()) {
      return suspect.missedReports() ? missed(configuration) : Optional.empty();
    }
    Lanes.Page lane = stores.lanes().waiting(configuration.id(), Instant.EPOCH);
    EndedReports failed = ended(configuration, DeliveryStatus.FAILED, stored());
    AtRisk atRisk =
        new AtRisk(
            configuration,
            configuration.enabled() ? AtRisk.State.FAILING : AtRisk.State.DISABLED,
            configuration.disabledSince().or(() -> failingSince).orElseThrow(),
            new Count(lane.earliest().size(), lane.more()),
            ended(configuration, DeliveryStatus.HELD, stored()).count(),
            failed.count(),
            failed.first(),
            givesUpAt(lane, failingSince));
    return configuration.enabled() || atRisk.unsent().number() > 0
        ? Optional.of(atRisk)
        : Optional.empty();
  }

  private Optional<AtRisk> missed(WebhookConfiguration configuration) {
    TimeRange news =
        new TimeRange(now.minus(TroubledConfigurations.FAILED_LISTED_FOR), stored().to());
    EndedReports failed = ended(configuration, DeliveryStatus.FAILED, news);
    return failed
        .first()
        .map(
            first ->
                new AtRisk(
                    configuration,
                    AtRisk.State.MISSED_REPORTS,
                    first,
                    Count.NONE,
                    Count.NONE,
                    failed.count(),
                    failed.first(),
                    Optional.empty()));
  }

  /// The range of all stored deliveries.
  private TimeRange stored() {
    return new TimeRange(now.minus(Delivery.RETENTION), now.plus(Delivery.RETENTION));
  }

  private static Optional<Instant> failingSince(WebhookConfiguration suspect, Breaker breaker) {
    return breaker
        .failingSince()
        .filter(_ -> breaker.isOpen())
        .or(() -> suspect.health().failing().map(FailingStreak::since));
  }

  /// Returns when the first delivery fails, if the receiver fails until then.
  private Optional<Instant> givesUpAt(Lanes.Page lane, Optional<Instant> failingSince) {
    return lane.earliest().stream()
        .map(Waiting::roundBeganAt)
        .min(Comparator.naturalOrder())
        .map(began -> RetrySchedule.STANDARD.endWhileFailing(began, failingSince.orElse(began)))
        .map(end -> end.isBefore(now) ? now : end);
  }

  private EndedReports ended(
      WebhookConfiguration configuration, DeliveryStatus status, TimeRange range) {
    EndedReports sum = new EndedReports(Count.NONE, Optional.empty());
    for (StatusShard shard : StatusShard.all(status, Optional.of(configuration.id()))) {
      sum =
          sum.plus(
              stores.deliveries().withStatus(shard, range, Optional.empty(), MAX_READ_OF_A_SHARD));
    }
    return sum;
  }

  /// The reports of a configuration that ended in a status, and when the first of them arrived;
  /// empty if there are none.
  private record EndedReports(Count count, Optional<Instant> first) {
    EndedReports plus(Page<Delivery> page) {
      List<Delivery> reports =
          page.items().stream().filter(TroubledConfigurations::isLeft).toList();
      return new EndedReports(
          count.plus(new Count(reports.size(), page.nextCursor().isPresent())),
          Stream.concat(first.stream(), reports.stream().map(Delivery::createdAt))
              .min(Comparator.naturalOrder()));
    }
  }
}
