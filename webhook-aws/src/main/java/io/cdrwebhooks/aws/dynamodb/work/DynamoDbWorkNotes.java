package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.work.WorkNotes;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The notes in the deliveries' table. No index contains them. If the SDK repeats a write whose
/// answer was lost, it counts once.
public final class DynamoDbWorkNotes implements WorkNotes {
  private final Table notes;

  public DynamoDbWorkNotes(DynamoDbClient client, String deliveriesTable) {
    notes = DynamoDbTables.deliveries(client, deliveriesTable);
  }

  @Override
  public boolean begin(String messageId, int receive, Instant now) {
    return notes.updateIf(
        key(messageId),
        "SET #expiresAt = :expiresAt ADD #begun :receives",
        "attribute_not_exists(#begun) OR size(#begun) < :most OR contains(#begun, :receive)",
        new Item()
            .setEpochSeconds(":expiresAt", now.plus(DeliveryItems.KEPT))
            .set(":most", MOST_DEATHS)
            .set(":receive", "" + receive)
            .setOfOne(":receives", "" + receive));
  }

  @Override
  public boolean end(String messageId) {
    return notes.deleteIf(key(messageId), "attribute_exists(#id)", new Item());
  }

  private static Item key(String messageId) {
    return new Item().set(DeliveryItems.ID, "message#" + messageId).set(DeliveryItems.ITEM, "work");
  }
}
