package io.cdrwebhooks.configapi.recoveries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.work.RecoverySelection;
import io.cdrwebhooks.work.RecoverySelection.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Counts the deliveries that a recovery would send, by status. If the count is not `complete`, one
/// request could not read all deliveries, and there are at least this many.
final class RecoveryCount {
  /// The largest number of deliveries that a count reads, including those without a receiver.
  static final int MAX_SEEN = 10_000;

  /// The longest time of a count; it leaves room in the time limit of a request.
  private static final Duration MAX_LENGTH = Duration.ofSeconds(5);

  private static final int PAGE = 100;

  /// The counted statuses. UNROUTED deliveries are last, since their lists also have those of other
  /// configurations.
  private static final List<DeliveryStatus> SENT =
      List.of(
          DeliveryStatus.PENDING,
          DeliveryStatus.HELD,
          DeliveryStatus.FAILED,
          DeliveryStatus.UNROUTED);

  private final ApiStores stores;
  private final WebhookConfiguration target;
  private final RecoverySelection selection;
  private final InstantSource clock;
  private final Instant end;
  private int seen;
  private final Map<DeliveryStatus, Integer> taken = new EnumMap<>(DeliveryStatus.class);

  RecoveryCount(ApiStores stores, WebhookConfiguration target, InstantSource clock) {
    this.stores = stores;
    this.target = target;
    this.clock = clock;
    selection = new RecoverySelection(target.id(), stores.tasks()::routings);
    end = clock.instant().plus(MAX_LENGTH);
  }

  /// Counts the deliveries of a range, in the order of [#SENT].
  ObjectNode over(TimeRange range) {
    boolean complete =
        selection.parts(target.enabled()).stream()
            .sorted(Comparator.comparingInt(part -> SENT.indexOf(part.status())))
            .allMatch(part -> over(part, range));
    ObjectNode json =
        Answers.object().put("count", taken.values().stream().mapToInt(each -> each).sum());
    for (DeliveryStatus status : SENT) {
      json.put(status.name().toLowerCase(Locale.ROOT), taken.getOrDefault(status, 0));
    }
    return json.put("complete", complete);
  }

  /// Counts the deliveries of one part; returns false when the count must stop.
  private boolean over(Part part, TimeRange range) {
    return switch (part) {
      case Part.Waiting() -> overWaiting(range);
      case Part.Listed(StatusShard list) -> overList(list, range);
    };
  }

  private boolean overList(StatusShard list, TimeRange range) {
    Optional<String> cursor = Optional.empty();
    do {
      // A page may contain no candidates, because all its deliveries belong to other tasks.
      if (clock.instant().isAfter(end)) {
        return false;
      }
      Page<Delivery> page = selection.page(stores.deliveries(), list, range, cursor, PAGE);
      if (!page.items().stream()
          .allMatch(each -> look(each.status(), () -> selection.includes(each)))) {
        return false;
      }
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return true;
  }

  private boolean overWaiting(TimeRange range) {
    Optional<Instant> from = Optional.of(Instant.EPOCH);
    while (from.isPresent()) {
      Lanes.Page page = stores.lanes().waiting(target.id(), from.get());
      if (!page.earliest().stream()
          .allMatch(
              each -> look(DeliveryStatus.PENDING, () -> range.contains(each.roundBeganAt())))) {
        return false;
      }
      from = page.next();
    }
    return true;
  }

  private boolean look(DeliveryStatus status, BooleanSupplier takes) {
    if (seen == MAX_SEEN || clock.instant().isAfter(end)) {
      return false;
    }
    seen++;
    if (takes.getAsBoolean()) {
      taken.merge(status, 1, Integer::sum);
    }
    return true;
  }
}
