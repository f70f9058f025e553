package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.work.WorkNotes;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The notes in the deliveries' table. No index contains them. If the SDK repeats a write whose
/// answer was lost, it counts once.
public final class DynamoDbWorkNotes implements WorkNotes {
  private final Table notes;

  public DynamoDbWorkNotes(DynamoDbClient client, String deliveriesTable) {
    notes = TableDefinition.DELIVERIES.open(client, deliveriesTable);
  }

  @Override
  public boolean begin(String id, long time, Instant now, int mostDeaths) {
    return notes.updateIf(
        key(id),
        "SET #expiresAt = :expiresAt ADD #begun :times",
        "attribute_not_exists(#begun) OR size(#begun) < :most OR contains(#begun, :time)",
        new Item()
            .setEpochSeconds(":expiresAt", now.plus(Delivery.RETENTION))
            .set(":most", mostDeaths)
            .set(":time", "" + time)
            .setOfOne(":times", "" + time));
  }

  @Override
  public boolean end(String id) {
    return notes.delete(key(id));
  }

  public static Item key(String worked) {
    return new Item().set(DeliveryItems.ID, "work#" + worked).set(DeliveryItems.ITEM, "work");
  }
}
