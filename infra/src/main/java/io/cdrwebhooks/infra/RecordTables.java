package io.cdrwebhooks.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// The tables: configurations, tasks, deliveries with their attempts, download links, and counts.
///
/// The keys, indexes and projected attributes are those of `build-support/tables.txt`, like the
/// stores' tables.
final class RecordTables extends Construct {
  private static final List<String> LISTED =
      List.of(
          "bucket",
          "fileName",
          "versionId",
          "sample",
          "fileSizeInBytes",
          "numberOfLines",
          "error",
          "status",
          "reason",
          "round",
          "attempt",
          "leasedUntil",
          "dueAt",
          "roundBeganAt",
          "linkFollowedAt",
          "linkFollows",
          "linkLastFollowedAt",
          "linkFollowedFrom");

  private final Key key;
  final Table webhookConfigurations;
  final Table cdrTasks;
  final Table deliveries;
  final Table downloadLinks;
  final Table statistics;

  /// Every index of every table.
  final List<Index> indexes = new ArrayList<>();

  RecordTables(Construct scope, String id) {
    super(scope, id);
    key =
        Key.Builder.create(this, "Key")
            .description("Encrypts the tables of CDR Webhooks")
            .enableKeyRotation(true)
            .build();
    webhookConfigurations = table("WebhookConfigurations", text("id")).build();
    cdrTasks = table("CdrTasks", number("taskId")).build();
    deliveries =
        table("Deliveries", text("id"))
            .sortKey(text("item"))
            .timeToLiveAttribute("expiresAt")
            .build();
    index(deliveries, listedBy("by-task", number("taskId"), "configurationId"));
    index(deliveries, listedBy("by-configuration", text("configurationId"), "taskId"));
    index(deliveries, listedBy("by-standing", text("standing"), "taskId", "configurationId"));
    index(
        deliveries,
        including(
            "due", number("dueShard"), text("dueAt"), List.of("announcedAt", "announcedFor")));
    index(deliveries, including("by-lane", text("inLane"), text("dueAt"), List.of("roundBeganAt")));
    index(deliveries, keysOnly("by-time", number("listShard"), text("createdAt")));
    downloadLinks =
        table("DownloadLinks", text("tokenHash")).timeToLiveAttribute("expiresAt").build();
    index(downloadLinks, keysOnly("by-delivery", text("deliveryId"), text("validUntil")));
    statistics =
        table("Statistics", text("series"))
            .sortKey(text("bucket"))
            .timeToLiveAttribute("expiresAt")
            .build();
  }

  private void index(Table table, GlobalSecondaryIndexProps index) {
    table.addGlobalSecondaryIndex(index);
    indexes.add(new Index(table, index.getIndexName()));
  }

  /// Returns every table, for the alarms that watch all of them.
  List<Table> all() {
    return List.of(webhookConfigurations, cdrTasks, deliveries, downloadLinks, statistics);
  }

  /// An index of one of the tables.
  record Index(Table table, String name) {}

  /// Allows what following a link needs, but not listing or changing links: the function is open to
  /// everyone.
  void grantFollowingOfLinks(IGrantable follower) {
    grant(follower, downloadLinks, "GetItem");
    grant(follower, deliveries, "UpdateItem");
  }

  /// Allows adding to counts, but not reading them.
  void grantCounting(IGrantable counting) {
    grant(counting, statistics, "UpdateItem");
  }

  /// Allows reading known keys, but no scans.
  void grantReadingOfCounts(IGrantable reader) {
    grant(reader, statistics, "BatchGetItem", "Query");
  }

  /// Lets a function do these operations with a table.
  void grant(IGrantable grantee, Table table, String... operations) {
    Grants.allow(
        grantee,
        table.getTableArn(),
        Stream.of(operations).map(operation -> "dynamodb:" + operation).toArray(String[]::new));
    grantKeyThroughDynamoDb(grantee);
  }

  /// Lets a function query the indexes of a table, such as due work, a task's deliveries, or a
  /// delivery's links.
  void grantQueryingOfIndexes(IGrantable grantee, Table table) {
    Grants.allow(grantee, table.getTableArn() + "/index/*", "dynamodb:Query");
  }

  /// The key serves DynamoDB on behalf of a principal that reads or writes items; direct use is
  /// refused.
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

  private Table.Builder table(String id, Attribute partitionKey) {
    return Table.Builder.create(this, id)
        .partitionKey(partitionKey)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .encryption(TableEncryption.CUSTOMER_MANAGED)
        .encryptionKey(key)
        .removalPolicy(RemovalPolicy.RETAIN)
        .deletionProtection(true)
        .pointInTimeRecoverySpecification(
            PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build());
  }

  /// An index of deliveries by time that projects whole deliveries; `otherKeys` are partition keys
  /// of other such indexes.
  private static GlobalSecondaryIndexProps listedBy(
      String name, Attribute partitionKey, String... otherKeys) {
    return including(
        name,
        partitionKey,
        text("createdAt"),
        Stream.concat(Stream.of(otherKeys), LISTED.stream()).toList());
  }

  private static GlobalSecondaryIndexProps including(
      String name, Attribute partitionKey, Attribute sortKey, List<String> attributes) {
    return GlobalSecondaryIndexProps.builder()
        .indexName(name)
        .partitionKey(partitionKey)
        .sortKey(sortKey)
        .projectionType(ProjectionType.INCLUDE)
        .nonKeyAttributes(attributes)
        .build();
  }

  private static GlobalSecondaryIndexProps keysOnly(
      String name, Attribute partitionKey, Attribute sortKey) {
    return GlobalSecondaryIndexProps.builder()
        .indexName(name)
        .partitionKey(partitionKey)
        .sortKey(sortKey)
        .projectionType(ProjectionType.KEYS_ONLY)
        .build();
  }

  private static Attribute text(String name) {
    return Attribute.builder().name(name).type(AttributeType.STRING).build();
  }

  private static Attribute number(String name) {
    return Attribute.builder().name(name).type(AttributeType.NUMBER).build();
  }
}
