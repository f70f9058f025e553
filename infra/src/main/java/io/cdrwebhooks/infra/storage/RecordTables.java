package io.cdrwebhooks.infra.storage;

import io.cdrwebhooks.aws.dynamodb.DynamoDbAcceptedRequests;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.infra.cdk.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.dynamodb.WarmThroughput;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// The tables: configurations, tasks, deliveries with their attempts, download links, counts, and
/// records of changes.
///
/// Each table has the keys and indexes of its [TableDefinition], which the stores use too.
public final class RecordTables extends Construct {
  /// Refuses requests that return the item as it was before. A request without ReturnValues returns
  /// nothing, and an earlier version sends such requests, so this allows them.
  private static final Map<String, Map<String, Object>> NO_RETURNED_VALUES =
      Map.of("StringEqualsIfExists", Map.of("dynamodb:ReturnValues", "NONE"));

  private final Key key;
  public final Table webhookConfigurations;
  public final Table cdrTasks;
  public final Table deliveries;
  public final Table downloadLinks;
  public final Table statistics;
  public final Table changes;

  /// Every index of every table.
  public final List<Index> indexes = new ArrayList<>();

  /// `warmWritesPerSecond` applies to the tables of deliveries, links and counts, to which each
  /// report writes.
  public RecordTables(Construct scope, String id, OptionalInt warmWritesPerSecond) {
    super(scope, id);
    Optional<WarmThroughput> warm =
        warmWritesPerSecond.stream().mapToObj(RecordTables::warm).findFirst();
    key =
        Key.Builder.create(this, "Key")
            .description("Encrypts the tables of CDR Webhooks")
            .enableKeyRotation(true)
            .build();
    webhookConfigurations =
        table("WebhookConfigurations", TableDefinition.WEBHOOK_CONFIGURATIONS, Optional.empty());
    cdrTasks = table("CdrTasks", TableDefinition.CDR_TASKS, Optional.empty());
    deliveries = table("Deliveries", TableDefinition.DELIVERIES, warm);
    downloadLinks = table("DownloadLinks", TableDefinition.DOWNLOAD_LINKS, warm);
    statistics = table("Statistics", TableDefinition.STATISTICS, warm);
    changes = table("Changes", TableDefinition.CHANGES, Optional.empty());
  }

  /// Returns every table, for the alarms that watch all of them.
  public List<Table> all() {
    return List.of(webhookConfigurations, cdrTasks, deliveries, downloadLinks, statistics, changes);
  }

  /// An index of one of the tables.
  public record Index(Table table, String name) {}

  /// Allows adding to the counts without reading them.
  public void grantCounting(IGrantable counting) {
    grantIf(NO_RETURNED_VALUES, counting, statistics, "UpdateItem");
  }

  /// Allows storing links, receipts and the requests that were accepted. It allows updates of
  /// receipts and requests, never of a link.
  public void grantAnsweringRequests(IGrantable grantee) {
    grantIf(NO_RETURNED_VALUES, grantee, downloadLinks, "PutItem");
    Map<String, Map<String, Object>> conditions =
        naming(DynamoDbAcceptedRequests.KEYS, DynamoDbAcceptedRequests.ATTRIBUTES);
    conditions.putAll(NO_RETURNED_VALUES);
    grantIf(conditions, grantee, downloadLinks, "UpdateItem");
  }

  /// Lets a function do these operations with a table.
  public void grant(IGrantable grantee, Table table, String... operations) {
    grantIf(Map.of(), grantee, table, operations);
  }

  private void grantIf(
      Map<String, ? extends Map<String, ?>> conditions,
      IGrantable grantee,
      Table table,
      String... operations) {
    Grants.allowIf(
        conditions,
        grantee,
        table.getTableArn(),
        Stream.of(operations).map(operation -> "dynamodb:" + operation).toArray(String[]::new));
    grantKeyThroughDynamoDb(grantee);
  }

  /// Allows a function to update these attributes of deliveries, and to see no others. `attributes`
  /// include the key.
  ///
  /// Each request must have ReturnValues, because IAM compares only a value that is there.
  public void grantUpdatingDeliveries(IGrantable grantee, List<String> attributes) {
    Map<String, Map<String, Object>> conditions = naming(List.of("dlv_*"), attributes);
    conditions.put("StringEquals", Map.of("dynamodb:ReturnValues", List.of("NONE", "UPDATED_NEW")));
    grantIf(conditions, grantee, deliveries, "UpdateItem");
  }

  /// Returns conditions for requests that name only these attributes, of items with these keys, in
  /// an order that is the same each time. IAM evaluates `ForAllValues` to true if a request lacks
  /// the key, so `Null` requires it.
  private static Map<String, Map<String, Object>> naming(
      List<String> keys, List<String> attributes) {
    return new TreeMap<>(
        Map.of(
            "ForAllValues:StringEquals",
            Map.of("dynamodb:Attributes", attributes),
            "ForAllValues:StringLike",
            Map.of("dynamodb:LeadingKeys", keys),
            "Null",
            new TreeMap<>(
                Map.of("dynamodb:Attributes", "false", "dynamodb:LeadingKeys", "false"))));
  }

  /// Lets a function query the indexes of a table, such as due work, a task's deliveries, or a
  /// delivery's links.
  public void grantQueryingOfIndexes(IGrantable grantee, Table table) {
    grantQueryingOfIndex(grantee, table, "*");
  }

  /// Lets a function query one index of a table.
  public void grantQueryingOfIndex(IGrantable grantee, Table table, String index) {
    Grants.allow(grantee, table.getTableArn() + "/index/" + index, "dynamodb:Query");
  }

  /// Allows DynamoDB to use the key for a principal that reads or writes items. The principal
  /// cannot use the key directly.
  private void grantKeyThroughDynamoDb(IGrantable grantee) {
    Grants.allowIf(
        Map.of(
            "StringEquals",
            Map.of(
                "kms:ViaService", Fn.join(".", List.of("dynamodb", Aws.REGION, Aws.URL_SUFFIX)))),
        grantee,
        key.getKeyArn(),
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo");
  }

  /// Returns the warm throughput. DynamoDB requires a number of reads, too: the 12,000 that each
  /// new table has anyway, or more.
  private static WarmThroughput warm(int writesPerSecond) {
    return WarmThroughput.builder()
        .readUnitsPerSecond(Math.max(12_000, writesPerSecond))
        .writeUnitsPerSecond(writesPerSecond)
        .build();
  }

  private Table table(String id, TableDefinition definition, Optional<WarmThroughput> warm) {
    Table.Builder builder =
        Table.Builder.create(this, id)
            .partitionKey(attribute(definition.partitionKey()))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .encryption(TableEncryption.CUSTOMER_MANAGED)
            .encryptionKey(key)
            .removalPolicy(RemovalPolicy.RETAIN)
            .deletionProtection(true)
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder()
                    .pointInTimeRecoveryEnabled(true)
                    .build());
    definition.sortKey().ifPresent(sort -> builder.sortKey(attribute(sort)));
    if (definition.expires()) {
      builder.timeToLiveAttribute(TableDefinition.TIME_TO_LIVE);
    }
    warm.ifPresent(builder::warmThroughput);
    Table table = builder.build();
    for (TableDefinition.Index index : definition.indexes()) {
      table.addGlobalSecondaryIndex(index(index, warm));
      indexes.add(new Index(table, index.name()));
    }
    return table;
  }

  private static GlobalSecondaryIndexProps index(
      TableDefinition.Index index, Optional<WarmThroughput> warm) {
    GlobalSecondaryIndexProps.Builder builder =
        GlobalSecondaryIndexProps.builder()
            .indexName(index.name())
            .partitionKey(attribute(index.partitionKey()))
            .sortKey(attribute(index.sortKey()));
    warm.ifPresent(builder::warmThroughput);
    return index.projected().isEmpty()
        ? builder.projectionType(ProjectionType.KEYS_ONLY).build()
        : builder
            .projectionType(ProjectionType.INCLUDE)
            .nonKeyAttributes(index.projected())
            .build();
  }

  private static Attribute attribute(TableDefinition.Key key) {
    return Attribute.builder()
        .name(key.name())
        .type(key.isNumber() ? AttributeType.NUMBER : AttributeType.STRING)
        .build();
  }
}
