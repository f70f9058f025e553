package io.cdrwebhooks.request;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the stored requests.
public final class InMemoryAcceptedRequests implements AcceptedRequests {
  private final Map<String, Integer> counts = new HashMap<>();

  @Override
  public synchronized Acceptance accept(
      ConfigurationId configuration, RequestId id, Optional<DeliveryId> renewed, Instant now) {
    if (counts.merge(configuration + " " + id, 1, Integer::sum) > 1) {
      return new Acceptance.IdUsed();
    }
    for (Limit limit : Limit.all(configuration, renewed)) {
      if (counts.merge(limit.of() + " " + limit.beginning(now), 1, Integer::sum) > limit.most()) {
        return new Acceptance.TooMany(limit.untilNext(now));
      }
    }
    return new Acceptance.Accepted();
  }

  public int size() {
    return counts.size();
  }
}
