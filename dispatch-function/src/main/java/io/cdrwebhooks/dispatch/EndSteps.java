package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.AttemptClaim;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Ends the deliveries of a configuration that was deleted, and revokes their links.
///
/// It begins with the last day, which has most of the valid links. It continues with the days of
/// almost all other valid links. Then it waits until the attempts and requests that were in flight
/// have ended. After that it takes the older days, and repeats the days with most links.
///
/// It looks for links of every delivery, however old. A receiver may have renewed the link of any
/// delivery just before, even of one without an attempt, and a recovery may have sent any again.
final class EndSteps {
  private static final int PAGE = 100;

  /// The number of deliveries that are ended in parallel.
  private static final int THREADS = 16;

  /// The age up to which most links are valid: most deliveries succeed within two hours.
  private static final Duration USUAL_LINK_AGE = DownloadLink.LIFE.plusHours(2);

  /// The age up to which almost every link is valid: jitter and `Retry-After` may make a round a
  /// day longer than its schedule.
  private static final Duration LINKS_LIVE =
      DownloadLink.LIFE.plus(RetrySchedule.STANDARD.lasts()).plusDays(1);

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

  BulkWork.StepResult step(BulkJob.Task.End end, Position position) throws InterruptedException {
    if (configurations.find(end.configuration()).isPresent()) {
      return BulkWork.StepResult.last(
          position.nextPartition(0, 0)); // the configuration exists, so it was not deleted
    }
    List<TimeRange> days = days(end.range());
    int shard = position.partition() % Deliveries.LIST_SHARDS;
    TimeRange range = days.get(position.partition() / Deliveries.LIST_SHARDS);
    Page<Delivery> page =
        deliveries.listByConfiguration(end.configuration(), shard, range, position.cursor(), PAGE);
    long ended = endAll(page.items(), inputs.now());
    int seen = page.items().size();
    if (page.nextCursor().isPresent()) {
      return BulkWork.StepResult.withoutPause(
          position.onward(page.nextCursor().get(), seen, ended));
    }
    Position next = position.nextPartition(seen, ended);
    if (next.partition() == days.size() * Deliveries.LIST_SHARDS) {
      return BulkWork.StepResult.last(next);
    }
    boolean halfDone = next.partition() == days.size() / 2 * Deliveries.LIST_SHARDS;
    return new BulkWork.StepResult(
        next, Optional.of(halfDone ? AttemptClaim.ENDED_AFTER : Duration.ZERO));
  }

  /// Returns the ranges of days in the order in which the job takes them. It takes all shards of a
  /// range before the next range. After the first half everything that was in flight has ended.
  private static List<TimeRange> days(TimeRange whole) {
    Instant linksLiveSince = whole.to().minus(LINKS_LIVE);
    if (!linksLiveSince.isAfter(whole.from())) {
      return List.of(whole, whole);
    }
    Instant usualLinksSince = whole.to().minus(USUAL_LINK_AGE);
    return List.of(
        new TimeRange(usualLinksSince, whole.to()),
        new TimeRange(linksLiveSince, usualLinksSince),
        new TimeRange(whole.from(), linksLiveSince),
        new TimeRange(linksLiveSince, whole.to()));
  }

  /// Returns how many were stopped.
  private long endAll(List<Delivery> page, Instant now) throws InterruptedException {
    List<Callable<Boolean>> ends =
        page.stream().<Callable<Boolean>>map(delivery -> () -> end(delivery, now)).toList();
    return Overlapped.all(ends, Executors.newFixedThreadPool(THREADS, Thread.ofVirtual().factory()))
        .stream()
        .filter(stopped -> stopped)
        .count();
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
    links.revoke(delivery.id(), now);
    return stopped;
  }
}
