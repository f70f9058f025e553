package io.cdrwebhooks.chaos.world;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The uploaded reports by the ids of their deliveries. Thread-safe.
public final class Uploads {
  private final Map<String, PlannedReport> underWay = new ConcurrentHashMap<>();
  private final Map<String, Upload> byDelivery = new ConcurrentHashMap<>();

  /// Makes the report the next object of its key.
  void begin(PlannedReport report) {
    underWay.put(report.key(), report);
  }

  PlannedReport underWay(String key) {
    return Optional.ofNullable(underWay.get(key))
        .orElseThrow(() -> new IllegalStateException("no upload has the key " + key));
  }

  void add(Upload upload) {
    byDelivery.put(upload.id().value(), upload);
  }

  public Optional<Upload> of(String deliveryId) {
    return Optional.ofNullable(byDelivery.get(deliveryId));
  }

  public Collection<Upload> all() {
    return List.copyOf(byDelivery.values());
  }
}
