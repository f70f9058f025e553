package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.InjectedFaults.Fault;
import java.time.Duration;
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
  /// Requests that the dying process sent may arrive this long after its end. The next process
  /// needs longer to start.
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(1);

  private final Collection<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Collection<Kill> kills = new ConcurrentLinkedQueue<>();
  private final Collection<Write> writes = new ConcurrentLinkedQueue<>();

  private record Kill(Instant from, Instant until) {}

  private record Write(Instant at, String kind, String deliveryId) {}

  public void fault(Fault fault) {
    faults.add(fault);
  }

  /// Records a kill: from its beginning until the process is dead.
  public void kill(Instant from, Instant until) {
    kills.add(new Kill(from, until.plus(LAST_REQUESTS)));
  }

  public void claimed(Instant at, String deliveryId) {
    writes.add(new Write(at, RequestKind.CLAIM, deliveryId));
  }

  public void completed(Instant at, String deliveryId) {
    writes.add(new Write(at, RequestKind.COMPLETE, deliveryId));
  }

  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  public int kills() {
    return kills.size();
  }

  /// Returns whether the table accepted the record of an attempt's end in that time.
  public boolean wasCompleted(String deliveryId, Instant from, Instant until) {
    return writes(deliveryId, RequestKind.COMPLETE, from).anyMatch(at -> !at.isAfter(until));
  }

  /// Returns when the table first accepted a claim of the delivery in that time.
  public Optional<Instant> firstClaim(String deliveryId, Instant from, Instant until) {
    return writes(deliveryId, RequestKind.CLAIM, from)
        .filter(until::isAfter)
        .min(Comparator.naturalOrder());
  }

  private Stream<Instant> writes(String deliveryId, String kind, Instant from) {
    return writes.stream()
        .filter(write -> write.kind().equals(kind) && write.deliveryId().equals(deliveryId))
        .map(Write::at)
        .filter(at -> !at.isBefore(from));
  }

  /// Returns whether, at some moment of that time, the process was dying.
  public boolean killedWithin(Instant from, Instant until) {
    return kills.stream()
        .anyMatch(kill -> !kill.from().isAfter(until) && !kill.until().isBefore(from));
  }
}
