package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Ends the deliveries of a configuration that was deleted, and revokes their links.
///
/// It begins with the last day, which has most of the valid links. It continues with the days of
/// all other valid links, then with older ones. Finally it repeats the days with valid links,
/// because attempts that were in flight the first time have ended by then.
final class EndSteps {
  private static final int PAGE = 100;

  /// The age up to which most links are valid: most deliveries succeed within two hours.
  private static final Duration MOST_LINKS_LIVE = DownloadLink.LIFE.plusHours(2);

  /// The age up to which almost every link is valid: jitter and `Retry-After` may make a round a
  /// day longer than its schedule.
  private static final Duration LINKS_LIVE =
      DownloadLink.LIFE.plus(RetrySchedule.STANDARD.lasts()).plusDays(1);

  private static final Duration BETWEEN_PAGES = Duration.ofSeconds(1);

  private final Deliveries deliveries;
  private final DownloadLinks links;
  private final WebhookConfigurations configurations;
  private final RuntimeInputs inputs;

  EndSteps(Dispatch.Stores stores, RuntimeInputs inputs) {
    this.deliveries = stores.deliveries();
    this.links = stores.links();
    this.configurations = stores.configurations();
    this.inputs = inputs;
  }

  BulkWork.StepResult step(BulkJob.Task.End end, Position position) {
    if (configurations.find(end.configuration()).isPresent()) {
      return BulkWork.StepResult.last(
          position.nextPartition(0, 0)); // the configuration exists, so it was not deleted
    }
    List<TimeRange> days = days(end.range());
    int shard = position.partition() % Deliveries.LIST_SHARDS;
    TimeRange range = days.get(position.partition() / Deliveries.LIST_SHARDS);
    Page<Delivery> page =
        deliveries.listByConfiguration(end.configuration(), shard, range, position.cursor(), PAGE);
    Instant now = inputs.now();
    long ended = page.items().stream().filter(delivery -> end(delivery, now)).count();
    int seen = page.items().size();
    if (page.nextCursor().isPresent()) {
      return new BulkWork.StepResult(
          position.onward(page.nextCursor().get(), seen, ended), Optional.of(BETWEEN_PAGES));
    }
    Position next = position.nextPartition(seen, ended);
    if (next.partition() == days.size() * Deliveries.LIST_SHARDS) {
      return BulkWork.StepResult.last(next);
    }
    boolean isRepeat = next.partition() == (days.size() - 1) * Deliveries.LIST_SHARDS;
    return new BulkWork.StepResult(
        next, Optional.of(isRepeat ? AttemptClaim.ENDED_AFTER : BETWEEN_PAGES));
  }

  /// Returns the ranges of days in the order in which the job takes them. It takes all shards of a
  /// range before the next range.
  private static List<TimeRange> days(TimeRange whole) {
    Instant linksLiveSince = whole.to().minus(LINKS_LIVE);
    if (!linksLiveSince.isAfter(whole.from())) {
      return List.of(whole, whole);
    }
    Instant yesterday = whole.to().minus(MOST_LINKS_LIVE);
    return List.of(
        new TimeRange(yesterday, whole.to()),
        new TimeRange(linksLiveSince, yesterday),
        new TimeRange(whole.from(), linksLiveSince),
        new TimeRange(linksLiveSince, whole.to()));
  }

  private boolean end(Delivery delivery, Instant now) {
    boolean stopped =
        switch (delivery.status()) {
          case PENDING, HELD ->
              deliveries.stop(delivery, now, NextState.failed(NextState.CONFIGURATION_DELETED));
          case DELIVERED -> {
            // A revoked link cannot be followed, so it needs no notice.
            delivery.progress().dueAt().ifPresent(at -> deliveries.settle(delivery.id(), at));
            yield false;
          }
          case FAILED, UNROUTED -> false;
        };
    if (stopped) {
      inputs.tally().moved(delivery, DeliveryStatus.FAILED);
    }
    if (mayHaveLinks(delivery)) {
      links.revoke(delivery.id(), now);
    }
    return stopped;
  }

  private static boolean mayHaveLinks(Delivery delivery) {
    return !delivery.progress().lastAttempt().equals(AttemptNumber.NONE)
        || delivery.progress().leasedUntil().isPresent();
  }
}
