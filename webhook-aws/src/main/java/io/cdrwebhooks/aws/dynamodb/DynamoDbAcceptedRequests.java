package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.request.AcceptedRequests;
import io.cdrwebhooks.request.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The receivers' requests of the last hour. They are in the table of download links, because the
/// function that answers them writes to no other table. Time to live deletes them, and no index
/// contains them.
///
/// If the SDK repeats a request because its answer was lost, the repeat may be refused as used, or
/// count twice. The receiver then asks again with another id.
public final class DynamoDbAcceptedRequests implements AcceptedRequests {
  /// The keys of the items that the function updates: requests, their limits, and receipts. IAM's
  /// form; a link has another key (decision 55).
  public static final List<String> KEYS = List.of("receipt *", "request *");

  /// The attributes that these updates name, the key's too.
  public static final List<String> ATTRIBUTES =
      List.of(
          DynamoDbDownloadLinks.TOKEN_HASH, "expiresAt", "receivedAt", "receivedSha256", "used");

  private final Table requests;

  public DynamoDbAcceptedRequests(DynamoDbClient client, String linksTable) {
    requests = TableDefinition.DOWNLOAD_LINKS.open(client, linksTable);
  }

  @Override
  public Acceptance accept(
      ConfigurationId configuration, RequestId id, Optional<DeliveryId> renewed, Instant now) {
    boolean first =
        requests.updateIf(
            key(configuration + " " + id),
            "SET #expiresAt = :expiresAt",
            "attribute_not_exists(#tokenHash)",
            new Item().setEpochSeconds(":expiresAt", now.plus(ID_KEPT)));
    if (!first) {
      return new Acceptance.IdUsed();
    }
    for (Limit limit : Limit.all(configuration, renewed)) {
      if (!count(limit, now)) {
        return new Acceptance.TooMany(limit.untilNext(now));
      }
    }
    return new Acceptance.Accepted();
  }

  private boolean count(Limit limit, Instant now) {
    Instant beginning = limit.beginning(now);
    return requests.updateIf(
        key(limit.of() + " " + beginning),
        "SET #expiresAt = :expiresAt ADD #used :one",
        "attribute_not_exists(#used) OR #used < :most",
        new Item()
            .setEpochSeconds(":expiresAt", beginning.plus(limit.period()).plus(ID_KEPT))
            .set(":one", 1)
            .set(":most", limit.most()));
  }

  /// Returns the key of an item. It differs from all links' keys, which are hexadecimal.
  private static Item key(String of) {
    return new Item().set(DynamoDbDownloadLinks.TOKEN_HASH, "request " + of);
  }
}
