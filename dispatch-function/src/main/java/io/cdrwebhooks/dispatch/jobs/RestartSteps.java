package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.RecoverySelection;
import io.cdrwebhooks.work.RecoverySelection.Part;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Restarts deliveries: those that a recovery selects, and those that were held. Their lane sends
/// them, within its limits.
record RestartSteps(DispatchStores stores, WorkMessages workMessages, RuntimeInputs inputs) {
  private static final int PAGE = 100;

  StepResult recover(BulkJob.Task.Recover recovery, Position position) throws InterruptedException {
    ConfigurationId target = recovery.configuration();
    Optional<WebhookConfiguration> found = stores.configurations().find(target);
    if (found.isEmpty()) {
      return StepResult.last(position.nextPartition(0, 0));
    }
    RecoverySelection selection = new RecoverySelection(target, stores.tasks()::routings);
    List<Part> parts = selection.parts(found.get().enabled());
    if (position.partition() >= parts.size()) {
      return StepResult.last(position.nextPartition(0, 0));
    }
    Position reached =
        switch (parts.get(position.partition())) {
          case Part.Waiting() -> makeDueNow(recovery, position);
          case Part.Listed(StatusShard list) when list.status() == DeliveryStatus.HELD ->
              recoverHeld(list, recovery.range(), selection, position);
          case Part.Listed(StatusShard list) ->
              restart(
                      selection.page(
                          stores.deliveries(), list, recovery.range(), position.cursor(), PAGE),
                      list.status(),
                      target,
                      selection::includes)
                  .after(position);
        };
    return result(reached, parts.size());
  }

  private static StepResult result(Position reached, int partitions) {
    return reached.partition() < partitions
        ? StepResult.withoutPause(reached)
        : StepResult.last(reached);
  }

  /// Makes pending deliveries due now whose next attempt is later.
  private Position makeDueNow(BulkJob.Task.Recover recovery, Position position) {
    ConfigurationId target = recovery.configuration();
    Instant now = inputs.now();
    Instant from = position.cursor().map(Instant::parse).orElse(now.plusMillis(1));
    Lanes.Page page = stores.lanes().waiting(target, from);
    int seen = page.earliest().size();
    wakeLater(target, seen);
    long pulled =
        page.earliest().stream()
            .filter(waiting -> recovery.range().contains(waiting.roundBeganAt()))
            .filter(waiting -> stores.deliveries().makeDueNow(waiting.id(), now))
            .count();
    wake(target, seen);
    return page.next()
        .map(next -> position.onward(next.toString(), seen, pulled))
        .orElseGet(() -> position.nextPartition(seen, pulled));
  }

  /// Restarts held deliveries of an enabled configuration, one page per step. The cursor is the
  /// creation time of the page's last delivery. An earlier version has no such step, and uses the
  /// cursor as a position among the pending deliveries.
  private Position recoverHeld(
      StatusShard list, TimeRange range, RecoverySelection selection, Position position)
      throws InterruptedException {
    Instant from = position.cursor().map(Instant::parse).orElse(range.from());
    TimeRange rest = new TimeRange(from, range.to());
    Page<Delivery> page = stores.deliveries().withStatus(list, rest, Optional.empty(), PAGE);
    while (page.items().isEmpty() && page.nextCursor().isPresent()) {
      page = stores.deliveries().withStatus(list, rest, page.nextCursor(), PAGE);
    }
    Restarted done = restart(page, list.status(), selection.target(), selection::includes);
    return page.nextCursor().isPresent()
        ? position.onward(
            page.items().getLast().createdAt().toString(), done.seen(), done.restarted())
        : done.after(position);
  }

  /// Makes the lane due soon, before its deliveries are restarted: this worker may die afterwards,
  /// and the lane's index may lag.
  private void wakeLater(ConfigurationId lane, int seen) {
    if (seen > 0) {
      stores.lanes().wakeBefore(lane, Optional.empty(), inputs.now());
    }
  }

  private void wake(ConfigurationId lane, int seen) {
    if (seen > 0) {
      workMessages.send(new DueWork.OfLane(lane), Duration.ZERO);
    }
  }

  StepResult release(BulkJob.Task.Release release, Position position) throws InterruptedException {
    ConfigurationId target = release.configuration();
    if (stores.configurations().find(target).filter(WebhookConfiguration::enabled).isEmpty()) {
      return StepResult.last(position.nextPartition(0, 0));
    }
    List<StatusShard> held = StatusShard.all(DeliveryStatus.HELD, Optional.of(target));
    Predicate<Delivery> isHeldFor =
        delivery -> delivery.configurationId().equals(Optional.of(target));
    Page<Delivery> page =
        stores
            .deliveries()
            .withStatus(held.get(position.partition()), release.range(), position.cursor(), PAGE);
    Restarted done = restart(page, DeliveryStatus.HELD, target, isHeldFor);
    return result(done.after(position), held.size());
  }

  /// A page of deliveries that was restarted. `next` is the cursor of the next page.
  private record Restarted(int seen, long restarted, Optional<String> next) {
    Position after(Position position) {
      return next.map(cursor -> position.onward(cursor, seen, restarted))
          .orElseGet(() -> position.nextPartition(seen, restarted));
    }
  }

  /// Restarts the selected deliveries of a page that are still in this status.
  private Restarted restart(
      Page<Delivery> page,
      DeliveryStatus status,
      ConfigurationId target,
      Predicate<Delivery> isSelected)
      throws InterruptedException {
    List<Delivery> selected = page.items().stream().filter(isSelected).toList();
    wakeLater(target, selected.size());
    long restarted =
        Overlapped.each(selected, each -> isRestarted(each, status, target)).stream()
            .filter(done -> done)
            .count();
    wake(target, selected.size());
    return new Restarted(page.items().size(), restarted, page.nextCursor());
  }

  private boolean isRestarted(Delivery delivery, DeliveryStatus status, ConfigurationId target) {
    boolean restarted =
        stores.deliveries().restart(delivery.id(), Set.of(status), target, inputs.now())
            instanceof Restarting.Restarted;
    if (restarted) {
      inputs.tally().restarted(delivery, target);
    }
    return restarted;
  }
}
