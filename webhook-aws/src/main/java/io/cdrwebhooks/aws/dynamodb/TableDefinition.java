package io.cdrwebhooks.aws.dynamodb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The keys and indexes of a table. The deployment's template and [DynamoDbTables] use it.
///
/// `expires` is whether DynamoDB removes items at [#TIME_TO_LIVE].
public record TableDefinition(
    Key partitionKey, Optional<Key> sortKey, boolean expires, List<Index> indexes) {
  /// Unix seconds from which DynamoDB may remove an item.
  public static final String TIME_TO_LIVE = DeliveryItems.EXPIRES_AT;

  public static final TableDefinition WEBHOOK_CONFIGURATIONS =
      new TableDefinition(text(ConfigurationItems.ID), Optional.empty(), false, List.of());

  public static final TableDefinition CDR_TASKS =
      new TableDefinition(number(TaskItems.TASK_ID), Optional.empty(), false, List.of());

  public static final TableDefinition DELIVERIES =
      new TableDefinition(
          text(DeliveryItems.ID),
          Optional.of(text(DeliveryItems.ITEM)),
          true,
          List.of(
              list(DynamoDbTables.BY_TASK, text(ListedPartitions.IN_TASK)),
              list(DynamoDbTables.BY_CONFIGURATION, text(ListedPartitions.IN_CONFIGURATION)),
              list(DynamoDbTables.BY_STATUS, text(ListedPartitions.STATUS_SHARD)),
              list(
                  DynamoDbTables.BY_CONFIGURATION_STATUS,
                  text(ListedPartitions.CONFIGURATION_STATUS_SHARD)),
              list(DynamoDbTables.BY_TIME, number(ListedPartitions.LIST_SHARD)),
              new Index(
                  DynamoDbTables.DUE,
                  number(DeliveryItems.DUE_SHARD),
                  text(DeliveryItems.DUE_AT),
                  List.of(DeliveryItems.ANNOUNCED_AT, DeliveryItems.ANNOUNCED_FOR)),
              new Index(
                  DynamoDbTables.BY_LANE,
                  text(DeliveryItems.LANE),
                  text(DeliveryItems.DUE_AT),
                  List.of(DeliveryItems.ROUND_BEGAN_AT)),
              new Index(
                  DynamoDbTables.BY_NUMBER,
                  text(DeliveryItems.NUMBERED_IN),
                  number(DeliveryItems.SEQUENCE),
                  List.of()),
              new Index(
                  DynamoDbTables.BY_NAME,
                  number(ListedPartitions.LIST_SHARD),
                  text(DeliveryNames.NAME_PLACE),
                  List.of())));

  public static final TableDefinition DOWNLOAD_LINKS =
      new TableDefinition(
          text(DynamoDbDownloadLinks.TOKEN_HASH),
          Optional.empty(),
          true,
          List.of(
              new Index(
                  DynamoDbTables.BY_DELIVERY,
                  text(DynamoDbDownloadLinks.DELIVERY_ID),
                  text(DynamoDbDownloadLinks.VALID_UNTIL),
                  List.of())));

  public static final TableDefinition STATISTICS =
      new TableDefinition(
          text(StatisticsItems.SERIES), Optional.of(text(StatisticsItems.BUCKET)), true, List.of());

  public static final TableDefinition CHANGES =
      new TableDefinition(
          number(DynamoDbChanges.SHARD),
          Optional.of(text(DynamoDbChanges.POSITION)),
          true,
          List.of(
              new Index(
                  DynamoDbTables.BY_THING,
                  text(DynamoDbChanges.ABOUT),
                  text(DynamoDbChanges.POSITION),
                  DynamoDbChanges.IN_INDEX)));

  /// All tables, in the order of [TableNames#all].
  static final List<TableDefinition> ALL =
      List.of(WEBHOOK_CONFIGURATIONS, CDR_TASKS, DELIVERIES, DOWNLOAD_LINKS, STATISTICS, CHANGES);

  /// A key attribute: text or a number.
  public record Key(String name, boolean isNumber) {}

  /// A global secondary index; `projected` lists the attributes that it has in addition to keys.
  public record Index(String name, Key partitionKey, Key sortKey, List<String> projected) {}

  /// Returns every key attribute of the table and its indexes once.
  List<Key> keys() {
    return Stream.concat(
            Stream.concat(Stream.of(partitionKey), sortKey.stream()),
            indexes.stream().flatMap(index -> Stream.of(index.partitionKey(), index.sortKey())))
        .distinct()
        .toList();
  }

  /// Returns the index of a list of deliveries by time. It has only their keys, which never change,
  /// so DynamoDB writes it once for each delivery. A page reads the deliveries themselves.
  private static Index list(String name, Key partitionKey) {
    return new Index(name, partitionKey, text(DeliveryItems.CREATED_AT), List.of());
  }

  private static Key text(String name) {
    return new Key(name, false);
  }

  private static Key number(String name) {
    return new Key(name, true);
  }
}
