package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.time.Instant;

/// Sends notices of deliveries that ended badly: the last attempt failed, or no client followed the
/// link. It also adds each delivery to the digest of its configuration, which people get by mail.
///
/// The delivery stays due until both are done, so notices are at-least-once.
public record EndNotices(DispatchStores stores, Notices notices, Pace pace, RuntimeInputs inputs) {
  /// Sends the notice of a delivery that is FAILED and due.
  public void notifyOfFailure(Delivery delivery) {
    if (delivery.progress().dueAt().isEmpty() || delivery.configurationId().isEmpty()) {
      return;
    }
    ConfigurationId configuration = delivery.configurationId().get();
    send(
        new Notice.DeliveryFailed(
            delivery.id(),
            delivery.taskId(),
            configuration,
            delivery.report().fileName(),
            delivery.progress().reason()));
    stores.deliveries().clearDueAt(delivery.id(), delivery.progress().dueAt().get());
  }

  /// Sends the notice of a delivery that was just recorded, if it is FAILED.
  void notifyIfFailed(DeliveryId id) {
    stores
        .deliveries()
        .find(id)
        .filter(delivery -> delivery.status() == DeliveryStatus.FAILED)
        .ifPresent(this::notifyOfFailure);
  }

  /// Checks a delivery that is DELIVERED and due: by now the receiver should have followed its
  /// link.
  public void notifyOfUnusedLink(Delivery delivery) {
    if (delivery.progress().dueAt().isEmpty() || delivery.configurationId().isEmpty()) {
      return;
    }
    Instant dueAt = delivery.progress().dueAt().get();
    if (!wasFollowed(delivery, dueAt) && !delivery.isTest()) {
      inputs.metrics().count(Metric.LINKS_UNUSED);
      inputs.log().warn("link.unused", "deliveryId", delivery.id(), "taskId", delivery.taskId());
      send(
          new Notice.LinkUnused(
              delivery.id(),
              delivery.taskId(),
              delivery.configurationId().get(),
              delivery.report().fileName(),
              dueAt.plus(DownloadLink.LIFE.minus(pace.linkUnusedAfter()))));
    }
    stores.deliveries().clearDueAt(delivery.id(), dueAt);
  }

  private void send(Notice.OfDelivery notice) {
    notices.send(notice);
    stores.digests().add(notice, inputs.now());
  }

  /// Returns whether the receiver followed a link after this attempt began. Earlier uses do not
  /// count. An earlier link that it follows now counts, because each link leads to the same
  /// version.
  private boolean wasFollowed(Delivery delivery, Instant dueAt) {
    Instant begun = dueAt.minus(pace.linkUnusedAfter()).minus(AttemptClaim.LEASE);
    return delivery.progress().linkUse().filter(use -> use.lastAt().isAfter(begun)).isPresent();
  }
}
