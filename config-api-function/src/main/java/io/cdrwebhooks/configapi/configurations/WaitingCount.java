package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.lane.Lanes;
import java.time.Instant;
import java.util.Optional;

/// The number of pending deliveries in a lane: all, and those whose next attempt is due later. If
/// the count is not `complete`, there are more.
record WaitingCount(int pending, int later, boolean complete) {
  /// The number of deliveries after which a count reads no further page, which bounds its cost.
  static final int MAX_READ = 5_000;

  static WaitingCount of(Lanes lanes, ConfigurationId lane, Instant now) {
    int pending = 0;
    int later = 0;
    Optional<Instant> from = Optional.of(Instant.EPOCH);
    while (from.isPresent() && pending < MAX_READ) {
      Lanes.Page page = lanes.waiting(lane, from.get());
      pending += page.earliest().size();
      later +=
          (int) page.earliest().stream().filter(waiting -> waiting.dueAt().isAfter(now)).count();
      from = page.next();
    }
    return new WaitingCount(pending, later, from.isEmpty());
  }

  ObjectNode json() {
    return Answers.object().put("pending", pending).put("later", later).put("complete", complete);
  }
}
