package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.Timeline.Fault;
import io.cdrwebhooks.chaos.world.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Explains why reports were accepted more than once: by a fault or a kill between the request and
/// its record. The timeline has these faults and kills. A duplicate without one is unexplained.
final class Duplicates {
  private static final Set<String> RECORDING = Set.of("deliveries/attempt", "deliveries/complete");
  private static final String CLAIMED = "deliveries/claim";
  private static final String RECORDED = "deliveries/complete";
  private static final Duration CLOSING_TIME = Duration.ofMillis(50);

  private static final Duration MAX_RECORDING = Duration.ofSeconds(40);

  private final Timeline timeline;
  private final List<Instant> failuresLogged;
  private final Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
  final List<String> violations = new ArrayList<>();

  /// The cause of a repeated delivery of a report that its receiver had accepted.
  enum Cause {
    KILLED("killed between request and record"),
    RECORD_FAILED("record's write failed, or its answer was lost"),
    GAVE_UP("given up before its record, for a service"),
    UNEXPLAINED("UNEXPLAINED");

    final String title;

    Cause(String title) {
      this.title = title;
    }
  }

  /// Creates an empty count. `failuresLogged` is when the process failed a message because of a
  /// service.
  Duplicates(Timeline timeline, List<Instant> failuresLogged) {
    this.timeline = timeline;
    this.failuresLogged = List.copyOf(failuresLogged);
  }

  /// Checks all visits about one delivery, in the order of their arrival.
  void add(List<Visit> visits) {
    for (int i = 0; i + 1 < visits.size(); i++) {
      Visit visit = visits.get(i);
      Visit next = visits.get(i + 1);
      if (overlap(visit, next)) {
        violations.add("two attempts at once without a kill: " + visit + ", " + next);
      }
      boolean acceptedAgain =
          visits.subList(i + 1, visits.size()).stream().anyMatch(v -> v.acceptedAt().isPresent());
      if (visit.acceptedAt().isPresent() && acceptedAgain) {
        Cause cause = cause(visit, next);
        counts.merge(cause, 1, Integer::sum);
        if (cause == Cause.UNEXPLAINED) {
          violations.add("accepted, and sent again without a reason: " + visit + ", " + next);
        }
      }
    }
  }

  private Cause cause(Visit visit, Visit next) {
    Instant from = visit.arrivedAt();
    // A write after the next claim belongs to a later attempt, which the receiver may never have
    // seen.
    Instant until =
        timeline
            .firstStored(visit.deliveryId(), CLAIMED, from)
            .filter(next.arrivedAt()::isAfter)
            .orElse(next.arrivedAt());
    if (timeline.wasStored(visit.deliveryId(), RECORDED, from, until)) {
      return Cause.UNEXPLAINED;
    }
    if (timeline.killedWithin(from, until)) {
      return Cause.KILLED;
    }
    List<Fault> faults = timeline.touching(visit.deliveryId(), from, until);
    if (faults.stream().anyMatch(fault -> RECORDING.contains(fault.kind()))) {
      return Cause.RECORD_FAILED;
    }
    Instant latest = from.plus(MAX_RECORDING);
    return failuresLogged.stream().anyMatch(at -> at.isAfter(from) && at.isBefore(latest))
        ? Cause.GAVE_UP
        : Cause.UNEXPLAINED;
  }

  private boolean overlap(Visit visit, Visit next) {
    return next.arrivedAt().isBefore(visit.endedAt().minus(CLOSING_TIME))
        && !timeline.killedWithin(visit.arrivedAt(), next.arrivedAt());
  }

  int count(Cause cause) {
    return counts.getOrDefault(cause, 0);
  }
}
