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
          case Part.Listed(StatusShard list) -> {
            Pages pages =
                (each, cursor) ->
                    selection.page(stores.deliveries(), each, recovery.range(), cursor, PAGE);
            yield new PagedRestart(pages, target, selection::includes).step(list, position);
          }
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
    PagedRestart restart =
        new PagedRestart(
            pages(new TimeRange(from, range.to())), selection.target(), selection::includes);
    PagedRestart.RestartedPage done = restart.page(list, Optional.empty());
    while (done.last().isEmpty() && done.nextCursor().isPresent()) {
      done = restart.page(list, done.nextCursor());
    }
    return done.nextCursor().isPresent()
        ? position.onward(done.last().orElseThrow().toString(), done.seen(), done.restarted())
        : position.nextPartition(done.seen(), done.restarted());
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
    PagedRestart restart = new PagedRestart(pages(release.range()), target, isHeldFor);
    return result(restart.step(held.get(position.partition()), position), held.size());
  }

  private Pages pages(TimeRange range) {
    return (list, cursor) -> stores.deliveries().withStatus(list, range, cursor, PAGE);
  }

  /// Reads the pages of lists.
  private interface Pages {
    Page<Delivery> read(StatusShard list, Optional<String> cursor);
  }

  /// Reads lists of deliveries, one page per step.
  private final class PagedRestart {
    private final Pages pages;
    private final ConfigurationId target;
    private final Predicate<Delivery> isSelected;

    PagedRestart(Pages pages, ConfigurationId target, Predicate<Delivery> isSelected) {
      this.pages = pages;
      this.target = target;
      this.isSelected = isSelected;
    }

    /// The result of one page: `last` is when its last delivery was created.
    record RestartedPage(
        int seen, long restarted, Optional<Instant> last, Optional<String> nextCursor) {}

    /// Restarts one page, and returns the position after it.
    Position step(StatusShard list, Position position) throws InterruptedException {
      RestartedPage done = page(list, position.cursor());
      return done.nextCursor()
          .map(next -> position.onward(next, done.seen(), done.restarted()))
          .orElseGet(() -> position.nextPartition(done.seen(), done.restarted()));
    }

    /// Restarts the deliveries of one page.
    RestartedPage page(StatusShard shard, Optional<String> cursor) throws InterruptedException {
      Page<Delivery> page = pages.read(shard, cursor);
      List<Delivery> items = page.items();
      List<Delivery> selected = items.stream().filter(isSelected).toList();
      wakeLater(target, selected.size());
      long restarted = restart(selected, shard);
      wake(target, selected.size());
      Optional<Instant> last =
          items.isEmpty() ? Optional.empty() : Optional.of(items.getLast().createdAt());
      return new RestartedPage(items.size(), restarted, last, page.nextCursor());
    }

    private long restart(List<Delivery> selected, StatusShard list) throws InterruptedException {
      return Overlapped.each(selected, each -> tryRestart(each, list)).stream()
          .filter(done -> done)
          .count();
    }

    private boolean tryRestart(Delivery delivery, StatusShard list) {
      boolean restarted =
          stores.deliveries().restart(delivery.id(), Set.of(list.status()), target, inputs.now())
              instanceof Restarting.Restarted;
      if (restarted) {
        inputs.tally().restarted(delivery, target);
      }
      return restarted;
    }
  }
}
