package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// A part of what waits in a lane, as its holder reads it page by page, the earliest first.
public final class Backlog {
  /// Which part.
  public enum Part {
    /// All that waits.
    OLDEST,
    /// What became due a moment ago.
    FRESH
  }

  private final Part part;
  private final BiPredicate<DeliveryId, Instant> isFree;
  private final Deque<Waiting> page = new ArrayDeque<>();

  /// Where the next page begins; empty when it is the first one.
  private Optional<Instant> onward = Optional.empty();

  private Instant lookAt;
  private boolean whole = true;

  /// Nothing is due before `lookAt`.
  Backlog(Part part, Instant lookAt, BiPredicate<DeliveryId, Instant> isFree) {
    this.part = part;
    this.lookAt = lookAt;
    this.isFree = isFree;
  }

  /// The earliest that may be given out by now; it stays the first.
  Optional<Waiting> first(Instant now) {
    while (!page.isEmpty() && !isFree.test(page.getFirst().id(), now)) {
      page.removeFirst();
    }
    return Optional.ofNullable(page.peekFirst()).filter(head -> !head.dueAt().isAfter(now));
  }

  /// The earliest of the page that may be given out by now and is `wanted`.
  Optional<Waiting> first(Predicate<Waiting> wanted, Instant now) {
    return page.stream()
        .filter(wanted)
        .filter(each -> !each.dueAt().isAfter(now) && isFree.test(each.id(), now))
        .findFirst();
  }

  /// Whether all that is due was given out, as far as was seen.
  boolean isUsedUp(Instant now) {
    return whole && first(now).isEmpty() && lookAt.isAfter(now);
  }

  /// When the first of the page is due; empty if it is used up.
  Optional<Instant> nextDue() {
    return Optional.ofNullable(page.peekFirst()).map(Waiting::dueAt);
  }

  boolean mustLook(Instant now) {
    return first(now).isEmpty() && (!lookAt.isAfter(now) || (page.isEmpty() && onward.isPresent()));
  }

  /// Onward from the last page, or from `start`.
  LaneTurn.Next.Look look(Instant start) {
    return new LaneTurn.Next.Look(part, onward.filter(start::isBefore).orElse(start));
  }

  /// Something is due at `at` that the page may lack.
  void lookBy(Instant at) {
    lookAt = at.isBefore(lookAt) ? at : lookAt;
  }

  /// `maybeMore` is whether a look at `lookAgainAt` may find more, even if nobody says so.
  void found(Lanes.Page found, Instant at, boolean maybeMore, Instant lookAgainAt) {
    Optional<Instant> before = onward;
    whole = before.isEmpty() && (!found.more() || found.earliest().getLast().dueAt().isAfter(at));
    page.clear();
    page.addAll(found.earliest());
    onward = found.more() ? Optional.of(found.earliest().getLast().dueAt()) : Optional.empty();
    if (onward.isPresent() && onward.equals(before)) {
      onward = onward.map(same -> same.plusMillis(1));
    }
    lookAt = maybeMore || !whole ? lookAgainAt : Instant.MAX;
  }
}
