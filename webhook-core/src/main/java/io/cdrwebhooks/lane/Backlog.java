package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiPredicate;

/// A part of what waits in a lane, as its holder reads it page by page, the earliest first.
public final class Backlog {
  /// Which part.
  public enum Part {
    /// All that waits.
    OLDEST,
    /// What became due a moment ago.
    FRESH,
    /// What is due after the delivery that was last sent as a probe.
    UNPROBED
  }

  private final Part part;
  private final Duration lookEvery;
  private final BiPredicate<DeliveryId, Instant> isFree;
  private final Deque<Waiting> page = new ArrayDeque<>();

  /// Where the next page begins; empty when it is the first one.
  private Optional<Instant> onward = Optional.empty();

  private Instant lookAt = Instant.MIN;
  private boolean whole;

  Backlog(Part part, Duration lookEvery, BiPredicate<DeliveryId, Instant> isFree) {
    this.part = part;
    this.lookEvery = lookEvery;
    this.isFree = isFree;
  }

  /// The earliest that may be given out by now; it stays the first.
  Optional<Waiting> first(Instant now) {
    while (!page.isEmpty() && !isFree.test(page.getFirst().id(), now)) {
      page.removeFirst();
    }
    return Optional.ofNullable(page.peekFirst()).filter(head -> !head.dueAt().isAfter(now));
  }

  /// One of the page that may be given out by now and whose round began at `before` or earlier.
  Optional<Waiting> begunBy(Instant before, Instant now) {
    return page.stream()
        .filter(each -> !each.roundBeganAt().isAfter(before) && isFree.test(each.id(), now))
        .findFirst();
  }

  /// Whether the last look found all that is due.
  boolean isWhole() {
    return whole;
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

  void lookAgain() {
    lookAt = Instant.MIN;
  }

  void found(Lanes.Page found, Instant at) {
    Optional<Instant> before = onward;
    whole = before.isEmpty() && (!found.more() || found.earliest().getLast().dueAt().isAfter(at));
    page.clear();
    page.addAll(found.earliest());
    onward = found.more() ? Optional.of(found.earliest().getLast().dueAt()) : Optional.empty();
    if (onward.isPresent() && onward.equals(before)) {
      onward = onward.map(same -> same.plusMillis(1));
    }
    lookAt = at.plus(lookEvery);
  }
}
