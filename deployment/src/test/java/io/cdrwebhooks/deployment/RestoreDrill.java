package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.await;

import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbLanes;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.local.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Rehearses the loss of a deployment's tables, step by step as docs/backup-and-restore.md
/// describes under "A whole table": it stops the work, restores the tables from backups under their
/// names, sets again what a restore omits, and starts the work again.
///
/// Between [#loseTables] and [#restore] all tables except that of the counts are missing.
final class RestoreDrill {
  private static final String FUNCTION = "AWS::Lambda::Function";

  /// A table of the template; `name` is the part of its logical id after `Records`.
  private record RecordTable(String name, TableDefinition definition) {}

  private static final RecordTable DELIVERIES =
      new RecordTable("Deliveries", TableDefinition.DELIVERIES);

  /// The tables in the order in which they are restored. Counts are not restored.
  private static final List<RecordTable> TABLES =
      List.of(
          new RecordTable("WebhookConfigurations", TableDefinition.WEBHOOK_CONFIGURATIONS),
          new RecordTable("CdrTasks", TableDefinition.CDR_TASKS),
          DELIVERIES,
          new RecordTable("DownloadLinks", TableDefinition.DOWNLOAD_LINKS),
          new RecordTable("Changes", TableDefinition.CHANGES));

  private static final List<String> API_AND_LINK_FUNCTIONS =
      List.of("ScheduledWork", "ConfigurationApi", "DownloadLinks", "ReceiverRequests");

  private final Account operator;
  private final String service;
  private final Steps steps;
  private final DynamoDbClient dynamoDb;
  private final LambdaClient lambda;
  private final String key;
  private final Lanes lanes;

  /// The names of the tables in the account, and the ARNs of their backups.
  private final Map<RecordTable, String> tables = new LinkedHashMap<>();

  private final Map<RecordTable, String> backups = new LinkedHashMap<>();
  private Instant stoppedAt = Instant.MAX;

  RestoreDrill(Account operator, String environment, Steps steps) {
    this.operator = operator;
    this.service = Environment.serviceStack(environment);
    this.steps = steps;
    this.dynamoDb = operator.dynamoDb();
    this.lambda = operator.lambda();
    String state = Environment.stateStack(environment);
    this.key = operator.resource(state, "AWS::KMS::Key", "RecordsKey");
    for (RecordTable table : TABLES) {
      tables.put(table, operator.resource(state, "AWS::DynamoDB::Table", "Records" + table.name()));
    }
    this.lanes = new DynamoDbLanes(dynamoDb, nameOf(DELIVERIES));
  }

  /// Stops the work after the running calls have ended. `trial` has one delivery that waits.
  void stop(Trial trial, String waiting) throws InterruptedException {
    await(
        "both attempts of " + waiting,
        () -> trial.api.get("/deliveries/" + waiting).json().path("attempts").size() == 2);
    stoppedAt = Instant.now();
    enableMappings(false);
    for (String function : API_AND_LINK_FUNCTIONS) {
      String name = functionNamed(function);
      lambda.putFunctionConcurrency(put -> put.functionName(name).reservedConcurrentExecutions(0));
    }
    ConfigurationId configuration = ConfigurationId.parse(trial.configuration).orElseThrow();
    await("the end of the lane's turn", () -> lanes.find(configuration).leasedUntil().isEmpty());
    steps.step("operator", "stopped the work: messages wait, links answer 503");
  }

  /// Backs the tables up, as DynamoDB does when a table is deleted, and deletes them.
  void loseTables() throws InterruptedException {
    for (Map.Entry<RecordTable, String> table : tables.entrySet()) {
      String name = table.getValue();
      String backup =
          dynamoDb
              .createBackup(make -> make.tableName(name).backupName("drill"))
              .backupDetails()
              .backupArn();
      await("the backup of " + name, () -> isAvailable(backup));
      backups.put(table.getKey(), backup);
    }
    steps.step("operator", "backed up " + tables.size() + " tables");
    for (String name : tables.values()) {
      dynamoDb.updateTable(change -> change.tableName(name).deletionProtectionEnabled(false));
      dynamoDb.deleteTable(delete -> delete.tableName(name));
    }
    for (String name : tables.values()) {
      dynamoDb.waiter().waitUntilTableNotExists(ask -> ask.tableName(name));
    }
    steps.step("operator", "deleted them");
  }

  private boolean isAvailable(String backup) {
    return dynamoDb
        .describeBackup(ask -> ask.backupArn(backup))
        .backupDescription()
        .backupDetails()
        .backupStatus()
        .equals(BackupStatus.AVAILABLE);
  }

  /// Restores the tables under their names, all at the same time.
  void restore() {
    Instant began = Instant.now();
    tables.forEach(
        (table, name) ->
            dynamoDb.restoreTableFromBackup(
                restore ->
                    restore
                        .targetTableName(name)
                        .backupArn(backups.get(table))
                        .sseSpecificationOverride(
                            sse -> sse.enabled(true).sseType(SSEType.KMS).kmsMasterKeyId(key))));
    int items = 0;
    for (String name : tables.values()) {
      dynamoDb.waiter().waitUntilTableExists(ask -> ask.tableName(name));
      items +=
          dynamoDb.scanPaginator(ask -> ask.tableName(name).select(Select.COUNT)).stream()
              .mapToInt(page -> page.count())
              .sum();
    }
    steps.step("operator", "restored %d items in %s".formatted(items, since(began)));
    tables.forEach(this::complete);
    steps.step("operator", "set the properties that a restore leaves out");
  }

  private void complete(RecordTable table, String name) {
    dynamoDb.updateContinuousBackups(
        change ->
            change
                .tableName(name)
                .pointInTimeRecoverySpecification(on -> on.pointInTimeRecoveryEnabled(true)));
    dynamoDb.updateTable(change -> change.tableName(name).deletionProtectionEnabled(true));
    if (table.definition().expires()) {
      dynamoDb.updateTimeToLive(
          change ->
              change
                  .tableName(name)
                  .timeToLiveSpecification(
                      on -> on.enabled(true).attributeName(TableDefinition.TIME_TO_LIVE)));
    }
  }

  /// Starts the work, in the opposite order.
  void start() throws InterruptedException {
    for (String function : API_AND_LINK_FUNCTIONS) {
      String name = functionNamed(function);
      lambda.deleteFunctionConcurrency(delete -> delete.functionName(name));
    }
    enableMappings(true);
    steps.step("operator", "started the work again, " + since(stoppedAt) + " after it was stopped");
  }

  private void enableMappings(boolean enabled) throws InterruptedException {
    for (String mapping : operator.resources(service, "AWS::Lambda::EventSourceMapping").values()) {
      lambda.updateEventSourceMapping(change -> change.uuid(mapping).enabled(enabled));
      String wanted = enabled ? "Enabled" : "Disabled";
      await(
          "the mapping " + mapping + " " + wanted,
          () -> lambda.getEventSourceMapping(ask -> ask.uuid(mapping)).state().equals(wanted));
    }
  }

  private String nameOf(RecordTable table) {
    return Objects.requireNonNull(tables.get(table));
  }

  private String functionNamed(String construct) {
    return operator.resource(service, FUNCTION, construct + "HandlerFunction");
  }

  private static String since(Instant began) {
    return "%.1f s".formatted(Duration.between(began, Instant.now()).toMillis() / 1_000.0);
  }
}
