package io.cdrwebhooks.chaos.world;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The uploaded reports, by the id of its delivery. For several threads.
public final class Uploads {
  private final Map<String, Report> underWay = new ConcurrentHashMap<>();
  private final Map<String, Upload> byDelivery = new ConcurrentHashMap<>();

  /// The next object of this key is the report.
  void begin(Report report) {
    underWay.put(report.key(), report);
  }

  Report underWay(String key) {
    return Optional.ofNullable(underWay.get(key))
        .orElseThrow(() -> new IllegalStateException("nothing is uploaded as " + key));
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
