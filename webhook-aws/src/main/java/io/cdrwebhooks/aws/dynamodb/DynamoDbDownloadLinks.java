package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Write;
import io.cdrwebhooks.aws.dynamodb.table.WriterMark;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.FileReceipt;
import io.cdrwebhooks.link.IssuedBefore;
import io.cdrwebhooks.link.IssuedLink;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.link.TokenHash;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The download links in DynamoDB; time to live deletes them.
///
/// Safe for many threads and processes. Storing the same link again changes nothing, so the SDK may
/// repeat a write whose answer was lost.
public final class DynamoDbDownloadLinks implements DownloadLinks {
  static final String TOKEN_HASH = "tokenHash";
  static final String DELIVERY_ID = "deliveryId";
  static final String VALID_UNTIL = "validUntil";
  private static final String REVOKED = "revoked";

  /// The time of the link's revocation. Links that earlier versions revoked lack it.
  private static final String REVOKED_AT = "revokedAt";

  /// The revision of the configuration; missing for links that earlier versions issued.
  private static final String ISSUED_FOR = "issuedFor";

  private static final String SAMPLE = "sample";

  /// Missing in links of earlier versions.
  private static final String CONFIGURATION_ID = "configurationId";

  /// The proof that a request needs in addition to the token; a link without both attributes needs
  /// only its token.
  private static final String NETWORKS = "allowedNetworks";

  private static final String SIGNATURES = "signatureHashes";

  /// The writer that revoked the link. If the SDK repeats the write, the writer recognises its own
  /// result.
  private static final String REVOKED_BY = "revokedBy";

  /// The most links of a delivery that one look-up returns.
  private static final int PAGE = 100;

  private final Table links;

  public DynamoDbDownloadLinks(DynamoDbClient client, String linksTable) {
    links = TableDefinition.DOWNLOAD_LINKS.open(client, linksTable);
  }

  @Override
  public void issue(DownloadLink link) {
    Write write = links.put(item(link), "attribute_not_exists(#tokenHash)", new Item());
    if (!write.done() && !write.item().map(DynamoDbDownloadLinks::link).equals(Optional.of(link))) {
      throw new IllegalStateException("token hash must be unique");
    }
  }

  @Override
  public Optional<DownloadLink> find(TokenHash tokenHash) {
    return links.get(new Item().set(TOKEN_HASH, tokenHash.hex())).map(DynamoDbDownloadLinks::link);
  }

  /// Finds the links through an index that lags shortly behind the writes. It may miss a link that
  /// was issued within the last seconds; revoking again finds that link.
  @Override
  public int revoke(DeliveryId delivery, Instant now) {
    return revoke(delivery, now, "", new Item());
  }

  @Override
  public int revoke(DeliveryId delivery, IssuedBefore earlier, Instant now) {
    Item values = new Item().set(":validBefore", earlier.validBefore());
    String forEarlier = "";
    if (earlier.revision().isPresent()) {
      values.set(":revision", earlier.revision().get().number());
      forEarlier = " OR #issuedFor < :revision";
    }
    return revoke(delivery, now, " AND (#validUntil < :validBefore" + forEarlier + ")", values);
  }

  private int revoke(DeliveryId delivery, Instant now, String selected, Item values) {
    Section valid = section(delivery, now);
    int revoked = 0;
    Optional<Item> start = Optional.empty();
    do {
      Table.Slice slice = links.oldestFirst(valid, start, PAGE);
      for (Item key : slice.items()) {
        revoked += revoke(key, valid.from(), selected, values) ? 1 : 0;
      }
      start = slice.last();
    } while (start.isPresent());
    return revoked;
  }

  /// Returns the section of a delivery's links that are valid at `from` or later.
  public static Section section(DeliveryId delivery, Instant from) {
    return new Section(
        TableDefinition.BY_DELIVERY,
        new Item().set(DELIVERY_ID, delivery.value()),
        VALID_UNTIL,
        from,
        Section.LATEST);
  }

  private boolean revoke(Item key, Instant now, String selected, Item values) {
    String writer = WriterMark.newWriter();
    Change change =
        Change.to(new Item().set(REVOKED, true).set(REVOKED_AT, now).set(REVOKED_BY, writer));
    return links
        .update(
            key,
            change.expression(),
            "#revoked = :valid AND #validUntil >= :now" + selected,
            change.values().set(":valid", false).set(":now", now).setAll(values))
        .isBy(REVOKED_BY, writer);
  }

  /// Reads the links themselves consistently, so that the list shows a link that was just revoked
  /// as revoked.
  @Override
  public List<IssuedLink> list(DeliveryId delivery, int limit) {
    Section all = section(delivery, Instant.EPOCH);
    List<Item> keys = links.newestFirst(all, Optional.empty(), limit).items();
    return links.getAll(keys).stream()
        .map(DynamoDbDownloadLinks::issued)
        .sorted(Comparator.comparing(IssuedLink::validUntil).reversed())
        .toList();
  }

  private static IssuedLink issued(Item item) {
    return new IssuedLink(
        IssuedLink.name(new TokenHash(item.requiredText(TOKEN_HASH))),
        item.requiredInstant(VALID_UNTIL),
        item.flag(REVOKED),
        item.instant(REVOKED_AT));
  }

  @Override
  public boolean record(FileReceipt receipt, DeliveryId delivery) {
    return links.updateIf(
        receiptKey(delivery),
        "SET #receivedAt = :at, #receivedSha256 = :sha256, #expiresAt = :expiresAt",
        "attribute_not_exists(#receivedSha256) OR #receivedSha256 <> :sha256",
        new Item()
            .set(":at", receipt.at())
            .set(":sha256", receipt.sha256())
            .setEpochSeconds(":expiresAt", receipt.at().plus(Delivery.RETENTION)));
  }

  @Override
  public Optional<FileReceipt> receipt(DeliveryId delivery) {
    return links
        .get(receiptKey(delivery))
        .map(
            item ->
                new FileReceipt(
                    item.requiredInstant("receivedAt"), item.requiredText("receivedSha256")));
  }

  /// Returns the key of a delivery's receipt. It differs from all links' keys, which are
  /// hexadecimal.
  public static Item receiptKey(DeliveryId delivery) {
    return new Item().set(TOKEN_HASH, "receipt " + delivery);
  }

  static Item item(DownloadLink link) {
    ReportVersion report = link.report();
    Item item =
        new Item()
            .set(TOKEN_HASH, link.tokenHash().hex())
            .set(DELIVERY_ID, link.delivery().value())
            .set("bucket", report.bucket())
            .set("taskId", report.key().taskId().value())
            .set("fileName", report.fileName())
            .set(VALID_UNTIL, link.validUntil())
            .set(REVOKED, link.revoked())
            .setEpochSeconds("expiresAt", link.forgottenAt());
    if (report.key().sample()) {
      item.set(SAMPLE, true);
    }
    report.versionId().ifPresent(id -> item.set("versionId", id));
    link.issuedFor().ifPresent(revision -> item.set(ISSUED_FOR, revision.number()));
    link.configuration().ifPresent(id -> item.set(CONFIGURATION_ID, id.value()));
    switch (link.secondFactor()) {
      case SecondFactor.None() -> {}
      case SecondFactor.FromNetworks(List<AddressBlock> networks) ->
          item.setTexts(NETWORKS, networks.stream().map(AddressBlock::toString).toList());
      case SecondFactor.SignedUrl(List<String> hashes) -> item.setTexts(SIGNATURES, hashes);
    }
    return item;
  }

  private static SecondFactor secondFactor(Item item) {
    List<String> networks = item.texts(NETWORKS);
    if (!networks.isEmpty()) {
      return new SecondFactor.FromNetworks(networks.stream().map(AddressBlock::of).toList());
    }
    List<String> hashes = item.texts(SIGNATURES);
    return hashes.isEmpty() ? new SecondFactor.None() : new SecondFactor.SignedUrl(hashes);
  }

  private static DownloadLink link(Item item) {
    ReportKey key =
        new ReportKey(
            new TaskId(item.requiredNumber("taskId")),
            item.requiredText("fileName"),
            item.flag(SAMPLE));
    Instant validUntil = item.requiredInstant(VALID_UNTIL);
    return new DownloadLink(
        new TokenHash(item.requiredText(TOKEN_HASH)),
        new DeliveryId(item.requiredText(DELIVERY_ID)),
        new ReportVersion(item.requiredText("bucket"), key, item.text("versionId")),
        validUntil,
        item.flag(REVOKED),
        secondFactor(item),
        item.text(CONFIGURATION_ID).map(ConfigurationId::new),
        item.number(ISSUED_FOR).map(Revision::new));
  }
}
