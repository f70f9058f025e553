package io.cdrwebhooks.chaos.timeline;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Everything the harness did to the dispatch process, and what the process got stored, by the
/// harness's own clock. For several threads.
public final class Timeline {
  private final Collection<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Collection<Kill> kills = new ConcurrentLinkedQueue<>();
  private final Collection<Instant> backlogs = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Instant begun;
  private final Map<String, Collection<Stored>> stored = new ConcurrentHashMap<>();

  /// A write about a delivery that its table took.
  public record Stored(Instant at, String kind) {}

  public void fault(Fault fault) {
    faults.add(fault);
  }

  public void kill(Kill kill) {
    kills.add(kill);
  }

  /// The process asked for work for the first time.
  public void began(Instant at) {
    begun = at;
  }

  /// Empty until it did.
  public Optional<Instant> begun() {
    return Optional.ofNullable(begun);
  }

  /// Events waited in the queue at that moment.
  public void backlog(Instant at) {
    backlogs.add(at);
  }

  /// When what had piled up since `from` was worked off: the beginning of the first second in which
  /// no event was seen waiting.
  public Instant backlogGone(Instant from) {
    Instant until = from;
    for (Instant at : backlogs.stream().filter(at -> at.isAfter(from)).sorted().toList()) {
      if (at.isAfter(until.plusSeconds(1))) {
        break;
      }
      until = at;
    }
    return until;
  }

  public void stored(String deliveryId, Stored write) {
    stored.computeIfAbsent(deliveryId, id -> new ConcurrentLinkedQueue<>()).add(write);
  }

  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  public List<Kill> kills() {
    return List.copyOf(kills);
  }

  /// All writes by the id of their delivery.
  public Map<String, Collection<Stored>> stored() {
    return Map.copyOf(stored);
  }

  /// Whether the table took a write of this kind about a delivery in that time.
  public boolean wasStored(String deliveryId, String kind, Instant from, Instant until) {
    return stored.getOrDefault(deliveryId, List.of()).stream()
        .anyMatch(write -> write.kind().equals(kind) && isWithin(write.at(), from, until));
  }

  /// When the table first took a write of this kind about a delivery after that.
  public Optional<Instant> firstStored(String deliveryId, String kind, Instant after) {
    return stored.getOrDefault(deliveryId, List.of()).stream()
        .filter(write -> write.kind().equals(kind) && write.at().isAfter(after))
        .map(Stored::at)
        .min(Comparator.naturalOrder());
  }

  /// Whether the process was killed and not yet back at any moment of that time. What arrives in
  /// between was sent by the dying one.
  public boolean killedWithin(Instant from, Instant until) {
    return kills.stream()
        .anyMatch(kill -> !kill.at().isAfter(until) && !kill.back().isBefore(from));
  }

  /// The faults of that time that named one of `words`.
  public List<Fault> touching(Collection<String> words, Instant from, Instant until) {
    return faults.stream()
        .filter(fault -> fault.from().isBefore(until) && fault.until().isAfter(from))
        .filter(fault -> words.stream().anyMatch(fault.text()::contains))
        .toList();
  }

  private static boolean isWithin(Instant at, Instant from, Instant until) {
    return !at.isBefore(from) && !at.isAfter(until);
  }
}
