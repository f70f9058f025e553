package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.notice.Digest;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.MailTopic;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.work.DueIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The digests in the deliveries' table, so that one index contains all due work, and an item for
/// the permits of each second.
///
/// Safe for many threads and processes. If the SDK repeats a write whose answer was lost, the
/// second write changes nothing. A repeated [#postpone] returns false, and the notice waits for the
/// next send time.
public final class DynamoDbDigests implements Digests {
  private static final String PREFIX = "digest_";
  private static final String FAILED = "failedDeliveries";
  private static final String UNUSED = "unusedLinks";
  private static final String SINCE = "since";
  private static final String LATEST = "latest";
  private static final String REASON = "reason";
  private static final String WARNINGS = "warnings";
  private static final String WARNING = "warning";

  /// The delivery that the last warning names. [#LATEST] is another attribute, which recognises a
  /// repeat.
  private static final String WARNED_FOR = "warnedFor";

  /// Permits are stored for this time. A permit is useless after its second or minute.
  private static final Duration PERMIT_KEPT = Duration.ofHours(1);

  /// `since` distinguishes one digest from the next.
  private static final String IS_SAME = "#since = :since";

  private final Table digests;

  public DynamoDbDigests(DynamoDbClient client, String deliveriesTable) {
    digests = TableDefinition.DELIVERIES.open(client, deliveriesTable);
  }

  @Override
  public void add(Notice.OfDelivery notice, Instant now) {
    boolean _ =
        add(
            notice.configuration(),
            now,
            ", #latest = :latest, #reason = :reason"
                + " ADD #failedDeliveries :failed, #unusedLinks :unused",
            "attribute_not_exists(#latest) OR #latest <> :latest",
            new Item()
                .set(":latest", notice.delivery().value())
                .set(":reason", notice.reason())
                .set(":failed", notice instanceof Notice.DeliveryFailed ? 1 : 0)
                .set(":unused", notice instanceof Notice.LinkUnused ? 1 : 0));
  }

  @Override
  public void add(Notice.OfConfiguration notice, Instant now) {
    String counts = " ADD #failedDeliveries :none, #unusedLinks :none, #warnings :one";
    boolean isShown =
        add(
            notice.configuration(),
            now,
            ", #warning = :warning, #warnedFor = :warnedFor" + counts,
            notice.isAboutTheConfiguration()
                ? ""
                : "attribute_not_exists(#warnings) OR #warnings = :none",
            counted()
                .set(":warning", notice.warning())
                .set(":warnedFor", notice.delivery().value()));
    if (!isShown) {
      boolean _ = add(notice.configuration(), now, counts, "", counted());
    }
  }

  private static Item counted() {
    return new Item().set(":none", 0).set(":one", 1);
  }

  /// Changes the digest, or creates it. `change` continues the SET of an update.
  private boolean add(
      ConfigurationId configuration, Instant now, String change, String condition, Item values) {
    return digests.updateIf(
        key(configuration),
        "SET #since = if_not_exists(#since, :now), #dueAt = if_not_exists(#dueAt, :dueAt),"
            + " #dueShard = :dueShard, #expiresAt = :expiresAt"
            + change,
        condition,
        values
            .set(":now", now)
            .set(":dueAt", Digest.nextSendTime(configuration, now))
            .set(":dueShard", DueIndex.JOB_SHARD)
            .setEpochSeconds(":expiresAt", now.plus(Delivery.RETENTION)));
  }

  @Override
  public boolean takePermit(MailTopic topic, Instant now) {
    return takePermit("mail#" + now.getEpochSecond(), topic.mostInASecond(), now);
  }

  @Override
  public boolean takePermitOfChanges(int most, Instant now) {
    return takePermit("changes#" + now.getEpochSecond() / 60, most, now);
  }

  private boolean takePermit(String span, int most, Instant now) {
    return digests.updateIf(
        new Item().set(DeliveryItems.ID, span).set(DeliveryItems.ITEM, "mail"),
        "SET #expiresAt = :expiresAt ADD #mails :one",
        "attribute_not_exists(#mails) OR #mails < :most",
        new Item()
            .setEpochSeconds(":expiresAt", now.plus(PERMIT_KEPT))
            .set(":one", 1)
            .set(":most", most));
  }

  @Override
  public Optional<Digest> find(ConfigurationId configuration) {
    return digests
        .get(key(configuration))
        .map(
            item ->
                new Digest(
                    configuration,
                    item.requiredNumber(FAILED),
                    item.requiredNumber(UNUSED),
                    item.number(WARNINGS).orElse(0L),
                    item.text(WARNING).orElse(""),
                    item.requiredInstant(SINCE),
                    new DeliveryId(
                        item.text(LATEST).orElseGet(() -> item.requiredText(WARNED_FOR))),
                    item.text(REASON).orElseGet(() -> item.requiredText(WARNING)),
                    item.requiredInstant(DeliveryItems.DUE_AT)));
  }

  @Override
  public boolean postpone(Digest digest, Instant dueAt) {
    return digests.updateIf(
        key(digest.configuration()),
        "SET #dueAt = :dueAt",
        "#dueAt = :was",
        new Item().set(":dueAt", dueAt).set(":was", digest.dueAt()));
  }

  @Override
  public void remove(Digest sent, Instant now) {
    Item key = key(sent.configuration());
    Item counts =
        new Item()
            .set(":failed", sent.failed())
            .set(":unused", sent.unused())
            .set(":warnings", sent.warnings())
            .set(":since", sent.since());
    String isAll =
        " AND #failedDeliveries = :failed AND #unusedLinks = :unused AND "
            + (sent.warnings() == 0
                ? "(attribute_not_exists(#warnings) OR #warnings = :warnings)"
                : "#warnings = :warnings");
    if (!digests.deleteIf(key, IS_SAME + isAll, counts)) {
      boolean _ =
          digests.updateIf(
              key,
              "SET #since = :now, #failedDeliveries = #failedDeliveries - :failed,"
                  + " #unusedLinks = #unusedLinks - :unused,"
                  + " #warnings = if_not_exists(#warnings, :warnings) - :warnings",
              IS_SAME,
              counts.set(":now", now));
    }
  }

  public static Item key(ConfigurationId configuration) {
    return new Item()
        .set(DeliveryItems.ID, PREFIX + configuration.value())
        .set(DeliveryItems.ITEM, "digest");
  }

  /// Returns the configuration of a digest's item; empty if the id belongs to another kind of item.
  static Optional<ConfigurationId> parse(String id) {
    return id.startsWith(PREFIX)
        ? ConfigurationId.parse(id.substring(PREFIX.length()))
        : Optional.empty();
  }
}
