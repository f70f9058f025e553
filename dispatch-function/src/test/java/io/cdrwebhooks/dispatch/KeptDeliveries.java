package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Puts deliveries into the stores of a [DispatchSystem], as jobs find them.
public record KeptDeliveries(DispatchSystem system) {
  public Delivery with(int number, DeliveryStatus status) {
    return recorded(number, TASK, Optional.of(CONFIGURATION), status);
  }

  public Delivery unrouted(int number, TaskId task) {
    return recorded(number, task, Optional.empty(), DeliveryStatus.UNROUTED);
  }

  public Delivery recorded(
      int number, TaskId task, Optional<ConfigurationId> configuration, DeliveryStatus status) {
    return recorded(number, task, configuration, DeliveryProgress.kept(status, "why"));
  }

  public Delivery recorded(
      int number, TaskId task, Optional<ConfigurationId> configuration, DeliveryProgress progress) {
    ReportVersion version =
        new ReportVersion(BUCKET, new ReportKey(task, number + ".zip"), Optional.of("v"));
    Delivery delivery =
        new Delivery(
            DeliveryId.of(new UUID(task.value(), number)),
            configuration,
            new Delivery.Upload(
                version, START.minusSeconds(number), 10, Optional.of(new Inspection(1, ""))),
            START.minusSeconds(number),
            progress);
    system.deliveries.record(delivery);
    return delivery;
  }

  public Set<DeliveryId> failed(int count) {
    Set<DeliveryId> failed = new HashSet<>();
    for (int i = 0; i < count; i++) {
      failed.add(with(i, DeliveryStatus.FAILED).id());
    }
    return failed;
  }

  /// A report that arrived, after its first attempt.
  public Delivery attempted(String fileName) throws IOException {
    assertThat(system.invoke(event(system.put(fileName, "v1", Map.of("number-of-lines", "2")))))
        .isEmpty();
    DeliveryId id = system.deliveries.all().getLast().id();
    assertThat(system.due(id)).isEmpty();
    return system.deliveries.find(id).orElseThrow();
  }
}
