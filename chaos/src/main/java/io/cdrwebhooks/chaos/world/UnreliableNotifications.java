package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.Upload.Notification;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.emulators.BucketEvent;
import io.cdrwebhooks.emulators.ObjectCreatedListener;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Delivers S3's events as an unreliable network does: some twice, some late and so out of order,
/// some never.
final class UnreliableNotifications implements ObjectCreatedListener {
  private static final double LOST = 0.02;
  private static final double TWICE_SHARE = 0.10;
  private static final double HELD_BACK = 0.05;
  private static final Duration MAX_DELAY = Duration.ofSeconds(6);

  private final ObjectCreatedListener queue;
  private final Uploads uploads;
  private final Dice dice;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  UnreliableNotifications(ObjectCreatedListener queue, Uploads uploads, Dice dice) {
    this.queue = queue;
    this.uploads = uploads;
    this.dice = dice;
  }

  @Override
  public void objectCreated(BucketEvent event) {
    PlannedReport report = uploads.underWay(event.key());
    ReportVersion version =
        new ReportVersion(
            event.bucket(),
            new ReportKey(report.recipient().task(), report.fileName()),
            Optional.ofNullable(event.versionId()));
    DeliveryId id = DeliveryId.of(version, event.sequencer());
    Notification fate = fate(report);
    uploads.add(new Upload(report, id, event.sizeBytes(), fate));
    switch (fate) {
      case SENT -> queue.objectCreated(event);
      case SENT_TWICE -> {
        queue.objectCreated(event);
        if (dice.happens(0.5, "both at once", report.label())) {
          queue.objectCreated(event);
        } else {
          sendLater(event, report);
        }
      }
      case HELD_BACK -> sendLater(event, report);
      case LOST -> {}
    }
  }

  private Notification fate(PlannedReport report) {
    double roll = dice.roll("notification", report.label());
    if (roll > LOST + TWICE_SHARE + HELD_BACK) {
      return Notification.SENT;
    }
    if (roll < LOST) {
      return Notification.LOST;
    }
    return roll < LOST + TWICE_SHARE ? Notification.SENT_TWICE : Notification.HELD_BACK;
  }

  private void sendLater(BucketEvent event, PlannedReport report) {
    long millis = Math.round(MAX_DELAY.toMillis() * dice.roll("held back", report.label()));
    var _ = later.schedule(() -> queue.objectCreated(event), millis, TimeUnit.MILLISECONDS);
  }
}
