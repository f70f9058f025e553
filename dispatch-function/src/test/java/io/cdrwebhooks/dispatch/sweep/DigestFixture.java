package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Dispatch with deliveries whose digests become due, and the digests that it sends.
final class DigestFixture implements AutoCloseable {
  final DispatchSystem system = new DispatchSystem().withTask();

  /// The digests that were sent, with the time of each.
  final Map<Notice.DeliveryDigest, Instant> sent = new HashMap<>();

  /// The same digests, the earliest first.
  final List<Notice.DeliveryDigest> inOrder = new ArrayList<>();

  /// Sweeps each minute, and handles the messages of the sweep when their delay is over.
  void pass(Duration time) throws IOException {
    Instant end = system.now.plus(time);
    while (system.now.isBefore(end)) {
      int before = system.workMessages.sent().size();
      Instant at = system.now;
      system.schedule("sweep");
      List<Sent> messages =
          system.workMessages.sent().stream()
              .skip(before)
              .sorted(Comparator.comparing(Sent::delay))
              .toList();
      for (Sent each : messages) {
        system.now = at.plus(each.delay());
        handle(each.work());
      }
      system.now = at.plusSeconds(60);
    }
  }

  /// Handles the content of a message, and keeps the digests that it sends.
  void handle(DueWork work) throws IOException {
    int before = system.notices.size();
    switch (work) {
      case DueWork.OfDigest(ConfigurationId id) -> system.invoke("{\"digest\":\"" + id + "\"}");
      case DueWork.OfWatch(TaskId task) -> system.invoke("{\"watch\":" + task + "}");
      case DueWork.OfDelivery(var id) -> system.due(id);
      case DueWork.OfLane _, DueWork.OfJob _ -> {}
    }
    for (Notice each : system.notices.subList(before, system.notices.size())) {
      if (each instanceof Notice.DeliveryDigest digest) {
        sent.put(digest, system.now);
        inOrder.add(digest);
      }
    }
  }

  /// Returns the only digest.
  Notice.DeliveryDigest only() {
    assertThat(inOrder).hasSize(1);
    return inOrder.getFirst();
  }

  /// Deliveries whose receiver accepted them and never followed the link, to be checked now.
  void unusedLinks(int number, ConfigurationId configuration) {
    for (int i = 0; i < number; i++) {
      Delivery delivery =
          Samples.delivery(Samples.report(Samples.taskId()), configuration, system.now);
      system.deliveries.record(delivery);
      Claiming.Claimed claimed =
          (Claiming.Claimed)
              system.deliveries.claim(delivery, system.now, system.now.plusSeconds(60));
      system.deliveries.complete(
          claimed.claim(),
          Samples.attempt(claimed.claim().number(), AttemptOutcome.DELIVERED),
          NextState.delivered(system.now));
    }
  }

  static Notice.LinkUnused unused(ConfigurationId configuration) {
    return new Notice.LinkUnused(
        Samples.delivery().id(), Samples.taskId(), configuration, "tx.zip", START);
  }

  @Override
  public void close() throws IOException {
    system.close();
  }
}
