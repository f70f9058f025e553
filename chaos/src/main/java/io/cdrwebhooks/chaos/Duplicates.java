package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Timeline;
import io.cdrwebhooks.chaos.world.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Explains why reports were accepted more than once: a kill or a fault came between the request
/// and its record. A repeat after the record has no such reason.
final class Duplicates {
  private static final Duration CLOSING_TIME = Duration.ofMillis(50);

  private final Timeline timeline;
  private final Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
  final List<String> violations = new ArrayList<>();

  /// The cause of a repeated delivery of a report that its receiver had accepted.
  enum Cause {
    KILLED("killed between request and record"),
    NOT_RECORDED("not recorded because of a service"),
    UNEXPLAINED("UNEXPLAINED");

    final String title;

    Cause(String title) {
      this.title = title;
    }
  }

  Duplicates(Timeline timeline) {
    this.timeline = timeline;
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
          visits.subList(i + 1, visits.size()).stream().anyMatch(Visit::isAccepted);
      if (visit.isAccepted() && acceptedAgain) {
        Cause cause = cause(visit, next);
        counts.merge(cause, 1, Integer::sum);
        if (cause == Cause.UNEXPLAINED) {
          violations.add("recorded as accepted, and sent again: " + visit + ", " + next);
        }
      }
    }
  }

  private Cause cause(Visit visit, Visit next) {
    Instant from = visit.arrivedAt();
    // A record after the next claim belongs to a later attempt, which the receiver may never have
    // seen.
    Instant until =
        timeline.firstClaim(visit.deliveryId(), from, next.arrivedAt()).orElse(next.arrivedAt());
    if (timeline.wasCompleted(visit.deliveryId(), from, until)) {
      return Cause.UNEXPLAINED;
    }
    return timeline.killedWithin(from, until) ? Cause.KILLED : Cause.NOT_RECORDED;
  }

  private boolean overlap(Visit visit, Visit next) {
    return next.arrivedAt().isBefore(visit.endedAt().minus(CLOSING_TIME))
        && !timeline.killedWithin(visit.arrivedAt(), next.arrivedAt());
  }

  int count(Cause cause) {
    return counts.getOrDefault(cause, 0);
  }
}
