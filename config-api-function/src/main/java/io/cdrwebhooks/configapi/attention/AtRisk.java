package io.cdrwebhooks.configapi.attention;

import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries.StatusShard;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import io.cdrwebhooks.paging.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// A configuration whose reports are at risk, and how many of them. `since` is when its receiver
/// began to fail, or when it was disabled. `givesUpAt` estimates when the first waiting delivery
/// fails; empty if none waits. Tests are not counted as held or failed.
record AtRisk(
    WebhookConfiguration configuration,
    boolean failing,
    Instant since,
    Count waiting,
    Count held,
    Count failed,
    Optional<Instant> givesUpAt) {
  /// What a person can do about it.
  enum Remedy {
    RETRY_NOW,
    ENABLE,
    RESEND
  }

  /// How many deliveries of a shard are read for one count.
  static final int OF_A_SHARD = 25;

  /// Orders by reports at risk, the most first, and then by time.
  static final Comparator<AtRisk> MOST_FIRST =
      Comparator.comparing((AtRisk each) -> each.reports().number(), Comparator.reverseOrder())
          .thenComparing(AtRisk::since);

  /// Looks at one suspect; empty if it needs no person.
  static Optional<AtRisk> of(WebhookConfiguration suspect, ApiStores stores, Instant now) {
    Breaker breaker = stores.lanes().find(suspect.id()).breaker();
    Optional<Instant> failingSince = failingSince(suspect, breaker);
    if (suspect.enabled() && failingSince.isEmpty()) {
      return Optional.empty();
    }
    Lanes.Page lane = stores.lanes().waiting(suspect.id(), Instant.EPOCH);
    AtRisk atRisk =
        new AtRisk(
            suspect,
            suspect.enabled(),
            failingSince.filter(_ -> suspect.enabled()).orElse(suspect.updatedAt()),
            new Count(lane.earliest().size(), lane.more()),
            count(suspect, DeliveryStatus.HELD, stores, now),
            count(suspect, DeliveryStatus.FAILED, stores, now),
            givesUpAt(lane, failingSince, now));
    return suspect.enabled() || atRisk.unsent().number() > 0
        ? Optional.of(atRisk)
        : Optional.empty();
  }

  private static Optional<Instant> failingSince(WebhookConfiguration suspect, Breaker breaker) {
    return breaker
        .failingSince()
        .filter(_ -> breaker.isOpen())
        .or(() -> suspect.health().failing().map(FailingStreak::since));
  }

  /// A round ends once it and the failures have lasted as long as the schedule.
  private static Optional<Instant> givesUpAt(
      Lanes.Page lane, Optional<Instant> failingSince, Instant now) {
    return lane.earliest().stream()
        .map(Waiting::roundBeganAt)
        .min(Comparator.naturalOrder())
        .map(began -> failingSince.filter(began::isBefore).orElse(began))
        .map(began -> began.plus(RetrySchedule.STANDARD.lasts()))
        .map(end -> end.isBefore(now) ? now : end);
  }

  private static Count count(
      WebhookConfiguration suspect, DeliveryStatus status, ApiStores stores, Instant now) {
    TimeRange all = new TimeRange(now.minus(Delivery.RETENTION), now.plus(Delivery.RETENTION));
    Count sum = Count.NONE;
    for (StatusShard shard : StatusShard.all(status, Optional.of(suspect.id()))) {
      Page<Delivery> page =
          stores.deliveries().withStatus(shard, all, Optional.empty(), OF_A_SHARD);
      int reports = (int) page.items().stream().filter(each -> !each.isTest()).count();
      sum = sum.plus(new Count(reports, page.nextCursor().isPresent()));
    }
    return sum;
  }

  /// Returns how many reports the receiver does not have yet.
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
}
