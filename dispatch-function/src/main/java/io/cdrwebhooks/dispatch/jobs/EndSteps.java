package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.IssuedBefore;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The steps of two jobs. One ends the deliveries of a deleted configuration and revokes their
/// links; the other only revokes the links that it selects.
///
/// It begins with the last day, which has most of the valid links. It continues with the days of
/// almost all other valid links. Then it waits until the attempts and requests that were in flight
/// have ended. After that it takes the older days, and repeats the days with most links.
///
/// It looks for links of every delivery, however old: a receiver may have renewed a link just
/// before, even of a delivery without an attempt, and a recovery may have sent any delivery again.
record EndSteps(DispatchStores stores, RetrySchedule schedule, RuntimeInputs inputs) {
  private static final int PAGE = 100;

  /// The age of a delivery up to which it usually has a valid link: most deliveries succeed within
  /// two hours.
  private static final Duration USUAL_LINK_AGE = DownloadLink.LIFE.plusHours(2);

  StepResult step(BulkJob.Task.End end, Position position) throws InterruptedException {
    if (stores.configurations().find(end.configuration()).isPresent()) {
      return StepResult.last(
          position.nextPartition(0, 0)); // the configuration exists, so it was not deleted
    }
    return step(
        end.configuration(),
        days(end.range(), false),
        position,
        delivery -> end(delivery, inputs.now()) ? 1 : 0);
  }

  /// Revokes the links of one page of deliveries. While it looks for recent links, which receivers
  /// can still use, it continues even if other messages wait.
  StepResult revoke(BulkJob.Task.RevokeAll all, Position position) throws InterruptedException {
    List<TimeRange> days = days(all.range(), true);
    StepResult taken =
        step(
            all.configuration(),
            days,
            position,
            delivery -> revoke(delivery, all.links(), inputs.now()));
    boolean recent = taken.reached().partition() < (days.size() - 1) * Deliveries.LIST_SHARDS;
    boolean pauses = !taken.pause().equals(Optional.of(Duration.ZERO));
    return recent && !pauses ? taken.urgently() : taken;
  }

  /// Changes one page of deliveries; `change` returns the number of changes to a delivery.
  private StepResult step(
      ConfigurationId configuration,
      List<TimeRange> days,
      Position position,
      ToIntFunction<Delivery> change)
      throws InterruptedException {
    int shard = position.partition() % Deliveries.LIST_SHARDS;
    TimeRange range = days.get(position.partition() / Deliveries.LIST_SHARDS);
    Page<Delivery> page =
        stores
            .deliveries()
            .listByConfiguration(configuration, shard, range, position.cursor(), PAGE);
    long changed =
        Overlapped.each(page.items(), change::applyAsInt).stream()
            .mapToLong(Integer::longValue)
            .sum();
    int seen = page.items().size();
    if (page.nextCursor().isPresent()) {
      return StepResult.withoutPause(position.onward(page.nextCursor().get(), seen, changed));
    }
    Position next = position.nextPartition(seen, changed);
    if (next.partition() == days.size() * Deliveries.LIST_SHARDS) {
      return StepResult.last(next);
    }
    boolean halfDone = next.partition() == days.size() / 2 * Deliveries.LIST_SHARDS;
    return new StepResult(next, Optional.of(halfDone ? AttemptClaim.ENDED_AFTER : Duration.ZERO));
  }

  /// Returns the ranges of days in the order of the job, with all shards of a range before the next
  /// range. After the first half, everything that was in flight has ended, so the job repeats the
  /// days with recent links, either at the end or before the older deliveries. Older deliveries
  /// have a link only if a receiver requested one, or if they were sent again.
  private List<TimeRange> days(TimeRange whole, boolean olderAtLast) {
    Instant linksLiveSince = whole.to().minus(schedule.linksLive(DownloadLink.LIFE));
    if (!linksLiveSince.isAfter(whole.from())) {
      return List.of(whole, whole);
    }
    Instant usualLinksSince = whole.to().minus(USUAL_LINK_AGE);
    TimeRange recent = new TimeRange(linksLiveSince, whole.to());
    TimeRange older = new TimeRange(whole.from(), linksLiveSince);
    return List.of(
        new TimeRange(usualLinksSince, whole.to()),
        new TimeRange(linksLiveSince, usualLinksSince),
        olderAtLast ? recent : older,
        olderAtLast ? older : recent);
  }

  /// Returns how many links were revoked.
  private int revoke(Delivery delivery, IssuedBefore earlier, Instant now) {
    int revoked = stores.links().revoke(delivery.id(), earlier, now);
    if (revoked > 0
        && delivery.status() == DeliveryStatus.DELIVERED
        && !hasLaterLink(delivery, earlier)) {
      clearDueAt(delivery);
    }
    return revoked;
  }

  /// Returns whether the receiver can still follow a link of this delivery.
  private boolean hasLaterLink(Delivery delivery, IssuedBefore earlier) {
    return stores.links().list(delivery.id(), 1).stream()
        .anyMatch(
            latest -> !latest.revoked() && !latest.validUntil().isBefore(earlier.validBefore()));
  }

  /// A revoked link cannot be followed, so it needs no notice.
  private void clearDueAt(Delivery delivery) {
    delivery.progress().dueAt().ifPresent(at -> stores.deliveries().clearDueAt(delivery.id(), at));
  }

  private boolean end(Delivery delivery, Instant now) {
    boolean stopped =
        switch (delivery.status()) {
          case PENDING, HELD ->
              stores
                  .deliveries()
                  .stop(delivery, now, NextState.failed(NextState.CONFIGURATION_DELETED));
          case DELIVERED -> {
            clearDueAt(delivery);
            yield false;
          }
          case FAILED, UNROUTED -> false;
        };
    if (stopped) {
      inputs.tally().moved(delivery, DeliveryStatus.FAILED);
    }
    stores.links().revoke(delivery.id(), now);
    return stopped;
  }
}
