package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a delivery is stored: one item, in the same partition as its attempts.
final class DeliveryItems {
  static final String ID = "id";
  static final String ITEM = "item";

  /// The sort key of the delivery itself; its attempts sort before it.
  static final String DELIVERY = "delivery";

  static final String TASK_ID = "taskId";
  static final String CONFIGURATION_ID = "configurationId";
  static final String CREATED_AT = "createdAt";
  static final String EXPIRES_AT = "expiresAt";

  /// Round and number of the last recorded attempt.
  static final String ROUND = "round";

  static final String ATTEMPT = "attempt";
  static final String LEASED_UNTIL = "leasedUntil";
  static final String STATUS = "status";
  static final String LINES = "numberOfLines";
  static final String ERROR = "error";
  static final String LINK_FOLLOWED_AT = "linkFollowedAt";

  private static final String BUCKET = "bucket";
  private static final String FILE_NAME = "fileName";
  private static final String VERSION_ID = "versionId";
  private static final String SIZE = "fileSizeInBytes";
  private static final String NEXT_ATTEMPT_AT = "nextAttemptAt";

  /// How long deliveries and attempts are kept.
  static final Duration KEPT = Duration.ofDays(90);

  /// What an index of deliveries needs beside keys to give whole deliveries.
  static final List<String> LISTED =
      List.of(
          BUCKET,
          FILE_NAME,
          VERSION_ID,
          SIZE,
          LINES,
          ERROR,
          STATUS,
          ROUND,
          ATTEMPT,
          LEASED_UNTIL,
          NEXT_ATTEMPT_AT,
          LINK_FOLLOWED_AT);

  private DeliveryItems() {}

  static Item key(DeliveryId id) {
    return new Item().set(ID, id.value()).set(ITEM, DELIVERY);
  }

  static Item item(Delivery delivery) {
    DeliveryProgress progress = delivery.progress();
    Item item =
        key(delivery.id())
            .set(TASK_ID, delivery.taskId().value())
            .set(BUCKET, delivery.report().bucket())
            .set(FILE_NAME, delivery.report().fileName())
            .set(SIZE, delivery.sizeBytes())
            .set(CREATED_AT, delivery.createdAt())
            .set(STATUS, progress.status().name())
            .set(ROUND, progress.lastAttempt().round())
            .set(ATTEMPT, progress.lastAttempt().number())
            .setEpochSeconds(EXPIRES_AT, delivery.createdAt().plus(KEPT));
    delivery.configurationId().ifPresent(id -> item.set(CONFIGURATION_ID, id.value()));
    delivery.report().versionId().ifPresent(id -> item.set(VERSION_ID, id));
    delivery
        .inspection()
        .ifPresent(found -> item.set(LINES, found.numberOfLines()).set(ERROR, found.error()));
    progress.leasedUntil().ifPresent(at -> item.set(LEASED_UNTIL, at));
    progress.nextAttemptAt().ifPresent(at -> item.set(NEXT_ATTEMPT_AT, at));
    progress.linkFollowedAt().ifPresent(at -> item.set(LINK_FOLLOWED_AT, at));
    return item;
  }

  /// Reads the stored item, or what an index gives of it.
  static Delivery delivery(Item item) {
    TaskId taskId = new TaskId(item.requiredNumber(TASK_ID));
    return new Delivery(
        new DeliveryId(item.requiredText(ID)),
        taskId,
        item.text(CONFIGURATION_ID).map(ConfigurationId::new),
        new ReportVersion(
            item.requiredText(BUCKET),
            new ReportKey(taskId, item.requiredText(FILE_NAME)),
            item.text(VERSION_ID)),
        item.requiredNumber(SIZE),
        item.number(LINES).map(lines -> new Inspection(lines, item.text(ERROR).orElse(""))),
        item.requiredInstant(CREATED_AT),
        progress(item));
  }

  static AttemptNumber lastAttempt(Item item) {
    return new AttemptNumber(
        Math.toIntExact(item.requiredNumber(ROUND)), Math.toIntExact(item.requiredNumber(ATTEMPT)));
  }

  static Optional<Delivery> delivery(Optional<Item> item) {
    return item.map(DeliveryItems::delivery);
  }

  private static DeliveryProgress progress(Item item) {
    return new DeliveryProgress(
        DeliveryStatus.valueOf(item.requiredText(STATUS)),
        lastAttempt(item),
        item.instant(LEASED_UNTIL),
        item.instant(NEXT_ATTEMPT_AT),
        item.instant(LINK_FOLLOWED_AT));
  }
}
