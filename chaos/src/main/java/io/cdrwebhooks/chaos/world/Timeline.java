package io.cdrwebhooks.chaos.world;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// Records the harness' actions on the dispatch process, and the process' writes, by the harness'
/// own clock. Thread-safe.
public final class Timeline {
  private final Collection<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Collection<Kill> kills = new ConcurrentLinkedQueue<>();
  private final Collection<Stored> stored = new ConcurrentLinkedQueue<>();
  private final Collection<String> unknownRequests = new ConcurrentLinkedQueue<>();

  /// A kill of the dispatch process at a cut point; the process asked for work again at `back`.
  public record Kill(Instant at, Instant back, String point) {}

  /// A write about a delivery that its table accepted.
  public record Stored(Instant at, String kind, String deliveryId) {}

  /// A fault that a proxy injected into a request. It lasts from the request's arrival until the
  /// requester could notice it.
  ///
  /// `text` is the request's content, to find out what it affected. If the answer was lost, `text`
  /// includes the answer.
  public record Fault(
      Instant from, Instant until, String service, String kind, FaultType type, String text) {
    @Override
    public String toString() {
      return type + " " + kind + " until " + until;
    }
  }

  public enum FaultType {
    /// Answered with throttling; the service did not get the request.
    THROTTLED,
    /// Answered with a fault; the service did not get the request.
    FAILED,
    /// The service got the request, but its answer was lost.
    ANSWER_LOST,
    /// The service got the request later, and too late if the delay exceeds the requester's
    /// patience.
    DELAYED
  }

  public void fault(Fault fault) {
    faults.add(fault);
  }

  public void kill(Kill kill) {
    kills.add(kill);
  }

  public void stored(Stored write) {
    stored.add(write);
  }

  /// Adds a request that its proxy could not name, and did not pass on.
  public void unknownRequest(String reason) {
    unknownRequests.add(reason);
  }

  public List<String> unknownRequests() {
    return List.copyOf(unknownRequests);
  }

  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  public List<Kill> kills() {
    return List.copyOf(kills);
  }

  /// Returns whether the table accepted a write of this kind about the delivery in that time.
  public boolean wasStored(String deliveryId, String kind, Instant from, Instant until) {
    return writes(deliveryId, kind).anyMatch(at -> !at.isBefore(from) && !at.isAfter(until));
  }

  /// Returns when the table first accepted a write of this kind about the delivery after an
  /// instant; empty if it accepted none.
  public Optional<Instant> firstStored(String deliveryId, String kind, Instant after) {
    return writes(deliveryId, kind).filter(after::isBefore).min(Comparator.naturalOrder());
  }

  private Stream<Instant> writes(String deliveryId, String kind) {
    return stored.stream()
        .filter(write -> write.kind().equals(kind) && write.deliveryId().equals(deliveryId))
        .map(Stored::at);
  }

  /// Returns whether, at some moment of that time, the process was dead or did not yet ask for work
  /// again. Requests that arrive meanwhile come from the dying process.
  public boolean killedWithin(Instant from, Instant until) {
    return kills.stream()
        .anyMatch(kill -> !kill.at().isAfter(until) && !kill.back().isBefore(from));
  }

  /// Returns the faults in that time whose requests named the delivery.
  public List<Fault> touching(String deliveryId, Instant from, Instant until) {
    return faults.stream()
        .filter(fault -> fault.from().isBefore(until) && fault.until().isAfter(from))
        .filter(fault -> fault.text().contains(deliveryId))
        .toList();
  }

  /// Returns all entries, one line each, to be sorted by time.
  public Stream<String> lines() {
    return Stream.of(
            kills.stream().map(kill -> kill.at() + " " + kill),
            faults.stream().map(fault -> fault.from() + " Fault " + fault),
            stored.stream().map(write -> write.at() + " " + write))
        .flatMap(each -> each);
  }
}
