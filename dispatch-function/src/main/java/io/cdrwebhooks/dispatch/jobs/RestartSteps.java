package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
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
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.RecoverySelection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Restarts deliveries: those that a recovery selects, and those that were held. Their lane sends
/// them, within its limits.
final class RestartSteps {
  private static final int PAGE = 100;

  private final Deliveries deliveries;
  private final Lanes lanes;
  private final WebhookConfigurations configurations;
  private final CdrTasks tasks;
  private final DueAttempts dueAttempts;
  private final RuntimeInputs inputs;

  RestartSteps(DispatchStores stores, DueAttempts dueAttempts, RuntimeInputs inputs) {
    this.deliveries = stores.deliveries();
    this.lanes = stores.lanes();
    this.configurations = stores.configurations();
    this.tasks = stores.tasks();
    this.dueAttempts = dueAttempts;
    this.inputs = inputs;
  }

  StepResult recover(BulkJob.Task.Recover recovery, Position position) throws InterruptedException {
    ConfigurationId target = recovery.configuration();
    Optional<WebhookConfiguration> found = configurations.find(target);
    if (found.isEmpty()) {
      return StepResult.last(position.nextPartition(0, 0));
    }
    RecoverySelection selection = new RecoverySelection(target, tasks::routings);
    List<StatusShard> lists = selection.lists();
    if (position.partition() < lists.size()) {
      Pages pages =
          (list, cursor) -> selection.page(deliveries, list, recovery.range(), cursor, PAGE);
      return new PagedRestart(lists, pages, target, selection::takes, true).step(position);
    }
    return position.partition() == lists.size()
        ? pullForward(recovery, position, found.get().enabled())
        : recoverHeld(recovery, position, selection, found.get().enabled());
  }

  /// Makes pending deliveries due now whose next attempt is later.
  private StepResult pullForward(
      BulkJob.Task.Recover recovery, Position position, boolean enabled) {
    ConfigurationId target = recovery.configuration();
    Instant now = inputs.now();
    Instant from = position.cursor().map(Instant::parse).orElse(now.plusMillis(1));
    Lanes.Page page = lanes.waiting(target, from);
    int seen = page.earliest().size();
    wakeLater(target, seen);
    long pulled =
        page.earliest().stream()
            .filter(waiting -> recovery.range().contains(waiting.roundBeganAt()))
            .filter(waiting -> deliveries.pullForward(waiting.id(), now))
            .count();
    wake(target, seen);
    if (page.more()) {
      return StepResult.withoutPause(
          position.onward(
              page.earliest().getLast().dueAt().plusMillis(1).toString(), seen, pulled));
    }
    Position next = position.nextPartition(seen, pulled);
    return enabled ? StepResult.withoutPause(next) : StepResult.last(next);
  }

  /// Restarts held deliveries of an enabled configuration, one page per step. The cursor is the
  /// creation time of the page's last delivery: an earlier version, which has no such step, takes
  /// it for a position among the pending deliveries.
  private StepResult recoverHeld(
      BulkJob.Task.Recover recovery,
      Position position,
      RecoverySelection selection,
      boolean enabled)
      throws InterruptedException {
    int pulled = selection.lists().size() + 1;
    List<StatusShard> held = selection.heldLists();
    if (!enabled || position.partition() - pulled >= held.size()) {
      return StepResult.last(position.nextPartition(0, 0));
    }
    Instant from = position.cursor().map(Instant::parse).orElse(recovery.range().from());
    TimeRange rest = new TimeRange(from, recovery.range().to());
    PagedRestart restart =
        new PagedRestart(held, pages(rest), recovery.configuration(), selection::takes, false);
    StatusShard list = held.get(position.partition() - pulled);
    PagedRestart.RestartedPage done = restart.page(list, Optional.empty());
    while (done.last().isEmpty() && done.nextCursor().isPresent()) {
      done = restart.page(list, done.nextCursor());
    }
    if (done.nextCursor().isPresent()) {
      return StepResult.withoutPause(
          position.onward(done.last().orElseThrow().toString(), done.seen(), done.restarted()));
    }
    Position next = position.nextPartition(done.seen(), done.restarted());
    return next.partition() - pulled < held.size()
        ? StepResult.withoutPause(next)
        : StepResult.last(next);
  }

  /// Makes the lane due soon, before its deliveries are restarted: this worker may die afterwards,
  /// and the lane's index may lag.
  private void wakeLater(ConfigurationId lane, int seen) {
    if (seen > 0) {
      lanes.wakeBefore(lane, Optional.empty(), inputs.now());
    }
  }

  private void wake(ConfigurationId lane, int seen) {
    if (seen > 0) {
      dueAttempts.send(new DueWork.OfLane(lane), Duration.ZERO);
    }
  }

  StepResult release(BulkJob.Task.Release release, Position position) throws InterruptedException {
    ConfigurationId target = release.configuration();
    if (configurations.find(target).filter(WebhookConfiguration::enabled).isEmpty()) {
      return StepResult.last(position.nextPartition(0, 0));
    }
    List<StatusShard> held = StatusShard.all(DeliveryStatus.HELD, Optional.of(target));
    Predicate<Delivery> isHeldFor =
        delivery -> delivery.configurationId().equals(Optional.of(target));
    return new PagedRestart(held, pages(release.range()), target, isHeldFor, false).step(position);
  }

  private Pages pages(TimeRange range) {
    return (list, cursor) -> deliveries.withStatus(list, range, cursor, PAGE);
  }

  /// Reads the pages of lists.
  private interface Pages {
    Page<Delivery> read(StatusShard list, Optional<String> cursor);
  }

  /// Reads lists of deliveries, one page per step.
  private final class PagedRestart {
    private final List<StatusShard> shards;
    private final Pages pages;
    private final ConfigurationId target;
    private final Predicate<Delivery> isSelected;
    private final boolean continues;

    /// `continues` says whether the job has further work after the last list.
    PagedRestart(
        List<StatusShard> shards,
        Pages pages,
        ConfigurationId target,
        Predicate<Delivery> isSelected,
        boolean continues) {
      this.shards = shards;
      this.pages = pages;
      this.target = target;
      this.isSelected = isSelected;
      this.continues = continues;
    }

    /// The result of one page: `last` is when its last delivery was created.
    record RestartedPage(
        int seen, long restarted, Optional<Instant> last, Optional<String> nextCursor) {}

    StepResult step(Position position) throws InterruptedException {
      RestartedPage done = page(shards.get(position.partition()), position.cursor());
      if (done.nextCursor().isPresent()) {
        return StepResult.withoutPause(
            position.onward(done.nextCursor().get(), done.seen(), done.restarted()));
      }
      Position next = position.nextPartition(done.seen(), done.restarted());
      return continues || next.partition() < shards.size()
          ? StepResult.withoutPause(next)
          : StepResult.last(next);
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
          deliveries.restart(delivery.id(), Set.of(list.status()), target, inputs.now())
              instanceof Restarting.Restarted;
      if (restarted) {
        inputs.tally().restarted(delivery, target);
      }
      return restarted;
    }
  }
}
