package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The keys and indexes of a table, for the stores, the deployment's template and [DynamoDbTables].
///
/// `expires` is whether DynamoDB removes items at [#TIME_TO_LIVE].
public record TableDefinition(
    Key partitionKey, Optional<Key> sortKey, boolean expires, List<Index> indexes) {
  /// Deliveries of a task by shard, then `createdAt`. This index and the next four have only keys.
  public static final String BY_TASK = "by-task";

  /// Deliveries of a configuration by shard, then `createdAt`, without UNROUTED ones.
  public static final String BY_CONFIGURATION = "by-configuration";

  /// Only deliveries that are FAILED, HELD or UNROUTED, by status and shard, then `createdAt`.
  public static final String BY_STATUS = "by-standing";

  /// Only deliveries that are FAILED or HELD, by configuration, status and shard, then `createdAt`.
  public static final String BY_CONFIGURATION_STATUS = "by-configuration-standing";

  /// All deliveries, by shard, then `createdAt`.
  public static final String BY_TIME = "by-time";

  /// Lanes, jobs, digests, watches and deliveries that are not PENDING, if they have a due time; by
  /// shard, then `dueAt`.
  public static final String DUE = "due";

  /// PENDING deliveries by their lane's shard, then `dueAt`.
  public static final String BY_LANE = "by-lane";

  /// Deliveries with a number, by series, then number. It has only keys.
  public static final String BY_NUMBER = "by-number";

  /// All deliveries, by shard, then file name in lower case and `createdAt`. It has only keys.
  public static final String BY_NAME = "by-name";

  /// Links of a delivery by `validUntil`.
  public static final String BY_DELIVERY = "by-delivery";

  /// Records of changes of one thing, by position. It has all attributes.
  public static final String BY_THING = "by-thing";

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
              list(BY_TASK, text(ListedPartitions.IN_TASK)),
              list(BY_CONFIGURATION, text(ListedPartitions.IN_CONFIGURATION)),
              list(BY_STATUS, text(ListedPartitions.STATUS_SHARD)),
              list(BY_CONFIGURATION_STATUS, text(ListedPartitions.CONFIGURATION_STATUS_SHARD)),
              list(BY_TIME, number(ListedPartitions.LIST_SHARD)),
              new Index(
                  DUE,
                  number(DeliveryItems.DUE_SHARD),
                  text(DeliveryItems.DUE_AT),
                  List.of(DeliveryItems.ANNOUNCED_AT, DeliveryItems.ANNOUNCED_FOR)),
              new Index(
                  BY_LANE,
                  text(DeliveryItems.LANE),
                  text(DeliveryItems.DUE_AT),
                  List.of(DeliveryItems.ROUND_BEGAN_AT)),
              new Index(
                  BY_NUMBER,
                  text(DeliveryItems.NUMBERED_IN),
                  number(DeliveryItems.SEQUENCE),
                  List.of()),
              new Index(
                  BY_NAME,
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
                  BY_DELIVERY,
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
                  BY_THING,
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

  /// Returns the table with this name.
  public Table open(DynamoDbClient client, String name) {
    String[] keyNames =
        Stream.concat(Stream.of(partitionKey), sortKey.stream())
            .map(Key::name)
            .toArray(String[]::new);
    return new Table(client, name, keyNames);
  }

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
