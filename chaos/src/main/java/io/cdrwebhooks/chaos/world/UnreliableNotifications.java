package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.Upload.Event;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.emulators.BucketEvent;
import io.cdrwebhooks.emulators.ObjectCreatedListener;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Delivers S3's events as an unreliable network does: some twice, some late and so out of order,
/// some never.
final class UnreliableNotifications implements ObjectCreatedListener {
  private static final double LOST = 0.02;
  private static final double TWICE = 0.10;
  private static final double HELD_BACK = 0.05;
  private static final int MAX_DELAY_MILLIS = 6_000;

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
    Event fate = fate(report);
    uploads.add(new Upload(report, id, event.sizeBytes(), fate));
    if (fate == Event.SENT || fate == Event.SENT_TWICE) {
      queue.objectCreated(event);
    }
    if (fate == Event.HELD_BACK || fate == Event.SENT_TWICE) {
      int millis = dice.pick(MAX_DELAY_MILLIS, "held back", report.number());
      var _ = later.schedule(() -> queue.objectCreated(event), millis, TimeUnit.MILLISECONDS);
    }
  }

  private Event fate(PlannedReport report) {
    double roll = dice.roll("event", report.number());
    if (roll < LOST) {
      return Event.LOST;
    }
    if (roll < LOST + TWICE) {
      return Event.SENT_TWICE;
    }
    return roll < LOST + TWICE + HELD_BACK ? Event.HELD_BACK : Event.SENT;
  }
}
