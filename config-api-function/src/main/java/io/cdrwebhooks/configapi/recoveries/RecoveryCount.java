package io.cdrwebhooks.configapi.recoveries;

import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.delivery.Deliveries.StatusShard;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.RecoverySelection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The number of deliveries that a recovery would send. If it is not `complete`, one request could
/// not look at them all, and there are at least `taken`.
record RecoveryCount(int taken, boolean complete) {
  /// The most deliveries that a count looks at, those without a receiver included.
  static final int MAX_SEEN = 10_000;

  /// The longest time that a count takes; it leaves room in the time limit of a request.
  static final Duration MAX_LENGTH = Duration.ofSeconds(5);

  private static final int PAGE = 100;

  static RecoveryCount of(
      ApiStores stores, ConfigurationId target, TimeRange range, InstantSource clock) {
    return new Counting(stores, target, clock).over(range);
  }

  /// Keeps the progress of one count.
  private static final class Counting {
    private final ApiStores stores;
    private final ConfigurationId target;
    private final RecoverySelection selection;
    private final InstantSource clock;
    private final Instant end;
    private final Map<TaskId, TaskRoutings> routings = new HashMap<>();
    private int seen;
    private int taken;

    Counting(ApiStores stores, ConfigurationId target, InstantSource clock) {
      this.stores = stores;
      this.clock = clock;
      this.target = target;
      selection = new RecoverySelection(target, this::routings);
      end = clock.instant().plus(MAX_LENGTH);
    }

    RecoveryCount over(TimeRange range) {
      boolean complete =
          selection.lists().stream().allMatch(list -> over(list, range)) && overWaiting(range);
      return new RecoveryCount(taken, complete);
    }

    /// Counts the deliveries with one status in one shard; returns false when the count must stop.
    private boolean over(StatusShard list, TimeRange range) {
      Optional<String> cursor = Optional.empty();
      do {
        Page<Delivery> page = stores.deliveries().withStatus(list, range, cursor, PAGE);
        if (!page.items().stream().allMatch(this::look)) {
          return false;
        }
        cursor = page.nextCursor();
      } while (cursor.isPresent());
      return true;
    }

    /// Counts the deliveries that wait for a later attempt; returns false when the count must stop.
    private boolean overWaiting(TimeRange range) {
      Instant from = clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
      Lanes.Page page;
      do {
        page = stores.lanes().waiting(target, from);
        if (!page.earliest().stream()
            .allMatch(waiting -> look(() -> range.contains(waiting.roundBeganAt())))) {
          return false;
        }
        from = page.more() ? page.earliest().getLast().dueAt().plusMillis(1) : from;
      } while (page.more());
      return true;
    }

    private boolean look(Delivery delivery) {
      return look(() -> selection.takes(delivery));
    }

    private boolean look(BooleanSupplier takes) {
      if (seen == MAX_SEEN || clock.instant().isAfter(end)) {
        return false;
      }
      seen++;
      taken += takes.getAsBoolean() ? 1 : 0;
      return true;
    }

    /// Returns the routings of a task. It keeps each result, since a task has many reports.
    private TaskRoutings routings(TaskId taskId) {
      return routings.computeIfAbsent(taskId, stores.tasks()::routings);
    }
  }
}
