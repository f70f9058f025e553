package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.lane.Breaker;
import java.time.Instant;
import java.util.Optional;

/// The cause of the wait of a PENDING or HELD delivery, with a sentence that explains it. While the
/// receiver of a PENDING delivery fails, `failingSince` and `nextProbeAt` are present, whatever the
/// cause.
record WaitsFor(
    Cause cause, String reason, Optional<Instant> failingSince, Optional<Instant> nextProbeAt) {
  enum Cause {
    /// It waits for the answer to an attempt in flight.
    ANSWER,
    /// It waits for the time of its next attempt.
    SCHEDULE,
    /// The receiver fails, and the lane sends only probes.
    RECEIVER,
    /// Its next attempt is due, but other deliveries go first.
    TURN,
    /// Its configuration is disabled. It is HELD, or will be when dispatch next works on its lane.
    ENABLING
  }

  /// The answer for a HELD delivery.
  static final WaitsFor ENABLING =
      new WaitsFor(
          Cause.ENABLING,
          "Its configuration is disabled; enabling it sends the delivery.",
          Optional.empty(),
          Optional.empty());

  static WaitsFor of(Delivery delivery, Breaker breaker, boolean isEnabled, Instant now) {
    Optional<Instant> failingSince = breaker.failingSince().filter(_ -> breaker.isOpen());
    Optional<Instant> nextProbeAt = breaker.probeAt();
    Cause cause = cause(delivery, nextProbeAt, isEnabled, now);
    String reason =
        switch (cause) {
          case ANSWER -> "An attempt is in flight.";
          case SCHEDULE ->
              "Its next attempt is due at %s."
                  .formatted(Answers.time(delivery.progress().nextAttemptAt()));
          case RECEIVER ->
              "The receiver has failed since %s; the next probe is due at %s."
                  .formatted(Answers.time(failingSince), Answers.time(nextProbeAt));
          case TURN -> "It is due, and waits because of the limits of its configuration.";
          case ENABLING -> ENABLING.reason;
        };
    return new WaitsFor(cause, reason, failingSince, nextProbeAt);
  }

  /// The later of the two waits counts: until the delivery is due, and until the next probe.
  private static Cause cause(
      Delivery delivery, Optional<Instant> nextProbeAt, boolean isEnabled, Instant now) {
    if (delivery.progress().leasedUntil().filter(now::isBefore).isPresent()) {
      return Cause.ANSWER;
    }
    if (!isEnabled) {
      return Cause.ENABLING;
    }
    Instant dueAt = delivery.progress().nextAttemptAt().orElse(now);
    boolean later = dueAt.isAfter(now) && nextProbeAt.filter(at -> !dueAt.isAfter(at)).isEmpty();
    if (later) {
      return Cause.SCHEDULE;
    }
    return nextProbeAt.isPresent() ? Cause.RECEIVER : Cause.TURN;
  }

  ObjectNode json() {
    return Answers.object()
        .put("cause", cause.name())
        .put("reason", reason)
        .put("failingSince", Answers.time(failingSince))
        .put("nextProbeAt", Answers.time(nextProbeAt));
  }
}
