package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.Statements;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The parts of statements in the deliveries' table, one partition for each configuration; time to
/// live deletes them. No index contains them.
///
/// Safe for many threads and processes. If the SDK repeats a write whose answer was lost, [#add]
/// may return false for its own part.
public final class DynamoDbStatements implements Statements {
  private static final String PREFIX = "statements_";
  private static final String JSON = "json";
  private static final String NEXT = "next";

  private final Table statements;

  public DynamoDbStatements(DynamoDbClient client, String deliveriesTable) {
    statements = TableDefinition.DELIVERIES.open(client, deliveriesTable);
  }

  @Override
  public boolean add(StatementPart part) {
    Item item =
        key(part.configuration(), part.day(), part.part())
            .set(JSON, part.json())
            .setEpochSeconds(
                DeliveryItems.EXPIRES_AT,
                StatementDays.beginning(part.day().plusDays(1)).plus(Delivery.RETENTION));
    part.next().ifPresent(cursor -> item.set(NEXT, cursor));
    return statements.put(item, "attribute_not_exists(#id)", new Item()).done();
  }

  @Override
  public Optional<StatementPart> find(ConfigurationId configuration, LocalDate day, int part) {
    return statements.get(key(configuration, day, part)).map(item -> part(configuration, item));
  }

  @Override
  public Optional<StatementPart> last(ConfigurationId configuration) {
    return statements.lastItem(partition(configuration)).map(item -> part(configuration, item));
  }

  @Override
  public Optional<LocalDate> firstDay(ConfigurationId configuration) {
    return statements.firstItem(partition(configuration)).map(DynamoDbStatements::day);
  }

  /// Returns the key of the partition that has all statements of a configuration.
  public static Item partition(ConfigurationId configuration) {
    return new Item().set(DeliveryItems.ID, PREFIX + configuration.value());
  }

  /// The sort key orders parts by day and number.
  private static Item key(ConfigurationId configuration, LocalDate day, int part) {
    return partition(configuration)
        .set(DeliveryItems.ITEM, String.format(Locale.ROOT, "%s#%010d", day, part));
  }

  private static LocalDate day(Item item) {
    String key = item.requiredText(DeliveryItems.ITEM);
    return LocalDate.parse(key.substring(0, key.indexOf('#')));
  }

  private static StatementPart part(ConfigurationId configuration, Item item) {
    String key = item.requiredText(DeliveryItems.ITEM);
    return new StatementPart(
        configuration,
        day(item),
        Integer.parseInt(key.substring(key.indexOf('#') + 1)),
        item.requiredText(JSON),
        item.text(NEXT));
  }
}
