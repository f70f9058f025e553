package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.time.Instants;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// A part of the deliveries that wait in a lane. The holder reads it page by page, the earliest
/// first.
public final class Backlog {
  /// Selects the part.
  public enum Part {
    /// All waiting deliveries.
    OLDEST,
    /// Deliveries that became due within [LaneRules#freshFor].
    FRESH
  }

  private final Part part;
  private final BiPredicate<DeliveryId, Instant> isFree;
  private final Deque<Waiting> page = new ArrayDeque<>();

  /// The start of the next page; empty for the first one.
  private Optional<Instant> onward = Optional.empty();

  private Instant readAt;
  private boolean whole = true;

  /// Creates a backlog in which nothing is due before `readAt`.
  Backlog(Part part, Instant readAt, BiPredicate<DeliveryId, Instant> isFree) {
    this.part = part;
    this.readAt = readAt;
    this.isFree = isFree;
  }

  /// Returns the earliest delivery that may be started now, and keeps it.
  Optional<Waiting> first(Instant now) {
    while (!page.isEmpty() && !isFree.test(page.getFirst().id(), now)) {
      page.removeFirst();
    }
    return Optional.ofNullable(page.peekFirst()).filter(head -> !head.dueAt().isAfter(now));
  }

  /// Returns the earliest delivery of the page that may be started now and is `wanted`.
  Optional<Waiting> first(Predicate<Waiting> wanted, Instant now) {
    return page.stream()
        .filter(wanted)
        .filter(each -> !each.dueAt().isAfter(now) && isFree.test(each.id(), now))
        .findFirst();
  }

  /// Returns one of the deliveries of the page that may be started now: another one for each
  /// `turn`, from 0.
  Optional<Waiting> inTurn(int turn, Instant now) {
    List<Waiting> free =
        page.stream()
            .filter(each -> !each.dueAt().isAfter(now) && isFree.test(each.id(), now))
            .toList();
    return free.isEmpty() ? Optional.empty() : Optional.of(free.get(turn % free.size()));
  }

  /// Returns whether all known due deliveries were started.
  boolean isUsedUp(Instant now) {
    return whole && first(now).isEmpty() && readAt.isAfter(now);
  }

  /// Returns when the first delivery of the page is due; empty if the page is used up.
  Optional<Instant> nextDue() {
    return Optional.ofNullable(page.peekFirst()).map(Waiting::dueAt);
  }

  boolean mustRead(Instant now) {
    return first(now).isEmpty() && (!readAt.isAfter(now) || hasNextPage());
  }

  /// Returns whether the page is used up, and another one follows.
  boolean hasNextPage() {
    return page.isEmpty() && onward.isPresent();
  }

  /// Continues after the last page, or begins at `start`.
  TurnStep.ReadPage nextPage(Instant start) {
    return new TurnStep.ReadPage(part, onward.map(at -> Instants.later(at, start)).orElse(start));
  }

  /// Requests another read by `at`, because the page may lack a delivery that is due then.
  void readBy(Instant at) {
    readAt = Instants.earlier(at, readAt);
  }

  /// Handles a page. `maybeMore` says whether a read at `readAgainAt` may find more, even without a
  /// message.
  void pageRead(Lanes.Page found, Instant at, boolean maybeMore, Instant readAgainAt) {
    Optional<Instant> before = onward;
    whole = before.isEmpty() && (!found.more() || found.earliest().getLast().dueAt().isAfter(at));
    page.clear();
    page.addAll(found.earliest());
    onward = found.more() ? Optional.of(found.earliest().getLast().dueAt()) : Optional.empty();
    if (onward.isPresent() && onward.equals(before)) {
      onward = onward.map(same -> same.plusMillis(1));
    }
    readAt = maybeMore || !whole ? readAgainAt : Instant.MAX;
  }
}
