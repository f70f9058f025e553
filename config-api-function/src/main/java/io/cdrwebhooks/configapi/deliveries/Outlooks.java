package io.cdrwebhooks.configapi.deliveries;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The outlooks of the deliveries of one answer. It reads the lane of each configuration with
/// pending deliveries once, several at the same time.
record Outlooks(Map<ConfigurationId, Breaker> breakers, Instant now) {
  Outlooks {
    breakers = Map.copyOf(breakers);
  }

  static Outlooks of(List<Delivery> deliveries, Lanes lanes, Instant now) {
    List<ConfigurationId> waiting =
        deliveries.stream()
            .filter(Outlook::needsLane)
            .flatMap(each -> each.configurationId().stream())
            .distinct()
            .toList();
    return new Outlooks(
        Overlapped.eachToTheEnd(waiting, lanes::find).stream()
            .collect(Collectors.toMap(Lane::configuration, Lane::breaker)),
        now);
  }

  Outlook of(Delivery delivery) {
    Breaker breaker = delivery.configurationId().map(breakers::get).orElse(Breaker.CLOSED);
    return Outlook.of(delivery, breaker, now);
  }
}
