package io.cdrwebhooks.configapi.deliveries;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The wait states of the deliveries of one answer. It reads the lane of each configuration with
/// pending deliveries once, several at the same time. If the receiver fails, it also reads whether
/// the configuration is enabled: otherwise the lane soon sets its deliveries to `HELD`.
record WaitStates(
    Map<ConfigurationId, Breaker> breakers, Set<ConfigurationId> disabled, Instant now) {
  WaitStates {
    breakers = Map.copyOf(breakers);
    disabled = Set.copyOf(disabled);
  }

  static WaitStates of(
      List<Delivery> deliveries, Lanes lanes, WebhookConfigurations configurations, Instant now) {
    List<ConfigurationId> waiting =
        deliveries.stream()
            .filter(each -> each.status() == DeliveryStatus.PENDING)
            .flatMap(each -> each.configurationId().stream())
            .distinct()
            .toList();
    Map<ConfigurationId, Breaker> breakers =
        Overlapped.eachToTheEnd(waiting, lanes::find).stream()
            .collect(Collectors.toMap(Lane::configuration, Lane::breaker));
    List<ConfigurationId> failing =
        breakers.entrySet().stream()
            .filter(each -> each.getValue().isOpen())
            .map(Map.Entry::getKey)
            .toList();
    Set<ConfigurationId> disabled =
        Overlapped.eachToTheEnd(failing, configurations::find).stream()
            .flatMap(Optional::stream)
            .filter(each -> !each.enabled())
            .map(WebhookConfiguration::id)
            .collect(Collectors.toSet());
    return new WaitStates(breakers, disabled, now);
  }

  WaitState of(Delivery delivery) {
    Breaker breaker = delivery.configurationId().map(breakers::get).orElse(Breaker.CLOSED);
    boolean isEnabled = delivery.configurationId().filter(disabled::contains).isEmpty();
    return WaitState.of(delivery, breaker, isEnabled, now);
  }
}
