package io.cdrwebhooks.chaos.verdict;

import io.cdrwebhooks.chaos.timeline.Kill;
import io.cdrwebhooks.chaos.timeline.Timeline;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.chaos.world.Upload.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// From the notification to the first attempt at the receiver, where neither a fault nor a kill
/// stood between.
public final class Latencies {
  /// A process that has just been started is still loading its classes; what has piled up until
  /// then comes first.
  private static final Duration STARTING = Duration.ofSeconds(3);

  private final Timeline timeline;
  private final Map<String, Instant> firstArrivals;
  private final List<Duration> all = new ArrayList<>();
  private final List<Duration> healthy = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Duration promised;

  public Latencies(Timeline timeline, Map<String, Instant> firstArrivals, Duration promised) {
    this.timeline = timeline;
    this.firstArrivals = firstArrivals;
    this.promised = promised;
  }

  public void add(Upload upload) {
    Instant arrived = firstArrivals.get(upload.id().value());
    boolean announced =
        upload.notification() == Notification.SENT
            || upload.notification() == Notification.SENT_TWICE;
    boolean reachable =
        switch (upload.recipient().part()) {
          case ORDINARY, HEALTHY -> true;
          case GONE, DEAD, FLIPPING, TLS, NEVER -> false;
        };
    if (arrived == null || !announced || !reachable || disturbed(upload, arrived)) {
      return;
    }
    Duration latency = Duration.between(upload.notifiedAt(), arrived);
    all.add(latency);
    if (upload.recipient().part() == Part.HEALTHY) {
      healthy.add(latency);
      if (latency.compareTo(promised) > 0) {
        violations.add(
            "the fresh report of "
                + upload.id()
                + " to a healthy receiver took "
                + latency.toMillis()
                + " ms, notified at "
                + upload.notifiedAt());
      }
    }
  }

  private boolean disturbed(Upload upload, Instant arrived) {
    Instant from = upload.notifiedAt();
    if (timeline.begun().filter(begun -> isStarting(begun, from)).isPresent()) {
      return true;
    }
    for (Kill kill : timeline.kills()) {
      if (kill.at().isBefore(arrived) && isStarting(kill.back(), from)) {
        return true;
      }
    }
    Set<String> words =
        Set.of(
            upload.id().value(),
            upload.report().fileName(),
            "task " + upload.recipient().task() + " ",
            upload.recipient().configuration().value());
    return !timeline.touching(words, from, arrived).isEmpty();
  }

  private boolean isStarting(Instant back, Instant at) {
    return timeline.backlogGone(back.plus(STARTING)).isAfter(at);
  }

  /// Sorted; of whatever could be measured.
  public List<Duration> all() {
    Collections.sort(all);
    return List.copyOf(all);
  }

  /// Sorted; those of the receiver that is always well.
  public List<Duration> healthy() {
    Collections.sort(healthy);
    return List.copyOf(healthy);
  }

  public List<String> violations() {
    return List.copyOf(violations);
  }
}
