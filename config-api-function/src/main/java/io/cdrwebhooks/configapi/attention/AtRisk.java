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

/// A configuration whose reports are at risk, and how many of them. `since` is when its receiver
/// began to fail, when it was disabled, or when the first of the missed reports arrived. `waiting`
/// has none if the receiver does not fail. `givesUpAt` estimates when the first waiting delivery
/// fails; empty if none waits. `failedSince` is when the first of the failed reports arrived; empty
/// if none has failed. Tests are not counted as held or failed, nor are failed deliveries that were
/// sent again under another id.
record AtRisk(
    WebhookConfiguration configuration,
    State state,
    Instant since,
    Count waiting,
    Count held,
    Count failed,
    Optional<Instant> failedSince,
    Optional<Instant> givesUpAt) {
  /// The reason why reports are at risk. `MISSED_REPORTS`: the receiver does not fail now, but
  /// deliveries of reports within [TroubledConfigurations#NEWS] have failed.
  enum State {
    FAILING,
    DISABLED,
    MISSED_REPORTS
  }

  /// The action with which a person can help.
  enum Remedy {
    RETRY_NOW,
    ENABLE,
    RESEND
  }

  /// The number of deliveries of a shard that one count reads.
  static final int OF_A_SHARD = 25;

  /// Sorts by the number of reports at risk, the largest first, and then by time.
  static final Comparator<AtRisk> MOST_FIRST =
      Comparator.comparing((AtRisk each) -> each.reports().number(), Comparator.reverseOrder())
          .thenComparing(AtRisk::since);

  /// Checks one suspect; empty if it needs no person.
  static Optional<AtRisk> of(
      TroubledConfigurations.Suspect suspect, ApiStores stores, Instant now) {
    WebhookConfiguration configuration = suspect.configuration();
    Breaker breaker = stores.lanes().find(configuration.id()).breaker();
    Optional<Instant> failingSince = failingSince(configuration, breaker);
    if (configuration.enabled() && failingSince.isEmpty()) {
      return suspect.missedReports() ? missed(configuration, stores, now) : Optional.empty();
    }
    Lanes.Page lane = stores.lanes().waiting(configuration.id(), Instant.EPOCH);
    Left failed = Left.of(configuration, DeliveryStatus.FAILED, stores, stored(now));
    AtRisk atRisk =
        new AtRisk(
            configuration,
            configuration.enabled() ? State.FAILING : State.DISABLED,
            configuration.disabledSince().or(() -> failingSince).orElseThrow(),
            new Count(lane.earliest().size(), lane.more()),
            Left.of(configuration, DeliveryStatus.HELD, stores, stored(now)).count(),
            failed.count(),
            failed.first(),
            givesUpAt(lane, failingSince, now));
    return configuration.enabled() || atRisk.unsent().number() > 0
        ? Optional.of(atRisk)
        : Optional.empty();
  }

  private static Optional<AtRisk> missed(
      WebhookConfiguration configuration, ApiStores stores, Instant now) {
    TimeRange news = new TimeRange(now.minus(TroubledConfigurations.NEWS), stored(now).to());
    Left failed = Left.of(configuration, DeliveryStatus.FAILED, stores, news);
    return failed
        .first()
        .map(
            first ->
                new AtRisk(
                    configuration,
                    State.MISSED_REPORTS,
                    first,
                    Count.NONE,
                    Count.NONE,
                    failed.count(),
                    failed.first(),
                    Optional.empty()));
  }

  /// The range of all stored deliveries.
  private static TimeRange stored(Instant now) {
    return new TimeRange(now.minus(Delivery.RETENTION), now.plus(Delivery.RETENTION));
  }

  private static Optional<Instant> failingSince(WebhookConfiguration suspect, Breaker breaker) {
    return breaker
        .failingSince()
        .filter(_ -> breaker.isOpen())
        .or(() -> suspect.health().failing().map(FailingStreak::since));
  }

  /// Returns when a delivery fails: once its round and the receiver's failures have lasted as long
  /// as the schedule.
  private static Optional<Instant> givesUpAt(
      Lanes.Page lane, Optional<Instant> failingSince, Instant now) {
    return lane.earliest().stream()
        .map(Waiting::roundBeganAt)
        .min(Comparator.naturalOrder())
        .map(began -> failingSince.filter(began::isBefore).orElse(began))
        .map(began -> began.plus(RetrySchedule.STANDARD.lasts()))
        .map(end -> end.isBefore(now) ? now : end);
  }

  /// Returns the number of reports that the receiver does not have yet.
  Count reports() {
    return unsent().plus(failed);
  }

  private Count unsent() {
    return waiting.plus(held);
  }

  Remedy remedy() {
    if (!configuration.enabled()) {
      return Remedy.ENABLE;
    }
    return waiting.number() == 0 && reports().number() > 0 ? Remedy.RESEND : Remedy.RETRY_NOW;
  }

  /// The reports of a configuration that ended in a status, and when the first of them arrived;
  /// empty if there are none.
  private record Left(Count count, Optional<Instant> first) {
    static Left of(
        WebhookConfiguration configuration,
        DeliveryStatus status,
        ApiStores stores,
        TimeRange range) {
      Left sum = new Left(Count.NONE, Optional.empty());
      for (StatusShard shard : StatusShard.all(status, Optional.of(configuration.id()))) {
        Page<Delivery> page =
            stores.deliveries().withStatus(shard, range, Optional.empty(), OF_A_SHARD);
        sum = sum.plus(page);
      }
      return sum;
    }

    private Left plus(Page<Delivery> page) {
      List<Delivery> reports =
          page.items().stream().filter(TroubledConfigurations::isLeft).toList();
      return new Left(
          count.plus(new Count(reports.size(), page.nextCursor().isPresent())),
          Stream.concat(first.stream(), reports.stream().map(Delivery::createdAt))
              .min(Comparator.naturalOrder()));
    }
  }
}
