package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.configapi.http.Answers;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.lane.Lanes;
import java.time.Instant;

/// The number of pending deliveries in a lane: all, and those whose next attempt is due later. If
/// the count is not `complete`, there are more.
record WaitingCount(int pending, int later, boolean complete) {
  /// A count reads no further page after this number, so that its cost is bounded.
  static final int ENOUGH = 5_000;

  static WaitingCount of(Lanes lanes, ConfigurationId lane, Instant now) {
    int pending = 0;
    int later = 0;
    Instant from = Instant.EPOCH;
    Lanes.Page page;
    do {
      page = lanes.waiting(lane, from);
      pending += page.earliest().size();
      later +=
          (int) page.earliest().stream().filter(waiting -> waiting.dueAt().isAfter(now)).count();
      from = page.more() ? page.earliest().getLast().dueAt().plusMillis(1) : from;
    } while (page.more() && pending < ENOUGH);
    return new WaitingCount(pending, later, !page.more());
  }

  ObjectNode json() {
    return Answers.object().put("pending", pending).put("later", later).put("complete", complete);
  }
}
