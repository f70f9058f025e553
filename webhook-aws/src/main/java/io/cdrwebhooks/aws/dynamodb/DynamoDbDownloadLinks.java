package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.TokenHash;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The download links in DynamoDB; time to live forgets them.
///
/// Safe for many threads and processes. Issuing the very same link again changes nothing, so a
/// write that is repeated because its answer was lost is no fault.
public final class DynamoDbDownloadLinks implements DownloadLinks {
  private static final String TOKEN_HASH = "tokenHash";
  private static final String VALID_UNTIL = "validUntil";
  private static final String REVOKED = "revoked";

  private final Table links;

  public DynamoDbDownloadLinks(DynamoDbClient client, String linksTable) {
    links = DynamoDbTables.downloadLinks(client, linksTable);
  }

  @Override
  public void issue(DownloadLink link) {
    Write write = links.put(item(link), "attribute_not_exists(#tokenHash)", new Item());
    if (write instanceof Write.Refused(Optional<Item> current)
        && !current.map(DynamoDbDownloadLinks::link).equals(Optional.of(link))) {
      throw new IllegalStateException("a link with this hash exists");
    }
  }

  @Override
  public Optional<DownloadLink> find(TokenHash tokenHash) {
    return links.get(new Item().set(TOKEN_HASH, tokenHash.hex())).map(DynamoDbDownloadLinks::link);
  }

  private static Item item(DownloadLink link) {
    ReportVersion report = link.report();
    Item item =
        new Item()
            .set(TOKEN_HASH, link.tokenHash().hex())
            .set("deliveryId", link.delivery().value())
            .set("bucket", report.bucket())
            .set("taskId", report.key().taskId().value())
            .set("fileName", report.fileName())
            .set(VALID_UNTIL, link.validUntil())
            .set(REVOKED, link.revoked())
            .setEpochSeconds("expiresAt", link.forgottenAt());
    report.versionId().ifPresent(id -> item.set("versionId", id));
    return item;
  }

  private static DownloadLink link(Item item) {
    ReportKey key =
        new ReportKey(new TaskId(item.requiredNumber("taskId")), item.requiredText("fileName"));
    Instant validUntil = item.requiredInstant(VALID_UNTIL);
    return new DownloadLink(
        new TokenHash(item.requiredText(TOKEN_HASH)),
        new DeliveryId(item.requiredText("deliveryId")),
        new ReportVersion(item.requiredText("bucket"), key, item.text("versionId")),
        validUntil,
        item.flag(REVOKED));
  }
}
