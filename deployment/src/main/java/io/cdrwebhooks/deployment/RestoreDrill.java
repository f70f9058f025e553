package io.cdrwebhooks.deployment;

import io.cdrwebhooks.local.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Rehearses the loss of the tables of a deployment, step by step as docs/operations.md says under
/// "A whole table": stops the work, restores the tables from backups under their names, gives them
/// back what a restore leaves out, and starts the work again.
///
/// Between [#loseTables] and [#restore] every table but that of the counts is gone.
final class RestoreDrill {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String FUNCTION = "AWS::Lambda::Function";

  /// In the order in which they are restored. Counts are not.
  private static final List<String> TABLES =
      List.of("WebhookConfigurations", "CdrTasks", "Deliveries", "DownloadLinks");

  private static final List<String> WITH_TIME_TO_LIVE = List.of("Deliveries", "DownloadLinks");

  private static final List<String> OTHERS =
      List.of("ScheduledWork", "ConfigurationApi", "DownloadLinks", "ReceiverRequests");

  private final Account operator;
  private final String service;
  private final Steps steps;
  private final DynamoDbClient dynamoDb;
  private final LambdaClient lambda;
  private final String key;

  /// The tables' names, and the ARN of the backup of each, by their names in [#TABLES].
  private final Map<String, String> tables = new LinkedHashMap<>();

  private final Map<String, String> backups = new LinkedHashMap<>();
  private Instant stoppedAt = Instant.MAX;

  RestoreDrill(Account operator, String environment, Steps steps) {
    this.operator = operator;
    this.service = "CdrWebhooks-" + environment;
    this.steps = steps;
    this.dynamoDb = operator.dynamoDb();
    this.lambda = operator.lambda();
    String state = service + "-State";
    this.key = operator.resource(state, "AWS::KMS::Key", "RecordsKey");
    for (String table : TABLES) {
      tables.put(table, operator.resource(state, "AWS::DynamoDB::Table", "Records" + table));
    }
  }

  /// Stops the work when the calls under way have ended. `trial` has one delivery that waits.
  void stop(Trial trial, String waiting) throws InterruptedException {
    await(
        "both attempts of " + waiting,
        () -> trial.api.get("/deliveries/" + waiting).json().path("attempts").size() == 2);
    stoppedAt = Instant.now();
    enableMappings(false);
    for (String function : OTHERS) {
      String name = functionNamed(function);
      lambda.putFunctionConcurrency(put -> put.functionName(name).reservedConcurrentExecutions(0));
    }
    await("the end of the lane's turn", () -> !isHeld(trial.configuration));
    steps.step("operator", "stopped the work: messages wait, links answer 503");
  }

  private boolean isHeld(String configuration) {
    Map<String, AttributeValue> lane =
        Map.of(
            "id", AttributeValue.fromS("lane_" + configuration),
            "item", AttributeValue.fromS("lane"));
    return dynamoDb
        .getItem(get -> get.tableName(tables.get("Deliveries")).key(lane).consistentRead(true))
        .item()
        .containsKey("holder");
  }

  /// Backs the tables up, as DynamoDB does when a table is deleted, and deletes them.
  void loseTables() throws InterruptedException {
    for (Map.Entry<String, String> table : tables.entrySet()) {
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
    steps.step("operator", "gave the tables back what a restore leaves out");
  }

  private void complete(String table, String name) {
    dynamoDb.updateContinuousBackups(
        change ->
            change
                .tableName(name)
                .pointInTimeRecoverySpecification(on -> on.pointInTimeRecoveryEnabled(true)));
    dynamoDb.updateTable(change -> change.tableName(name).deletionProtectionEnabled(true));
    if (WITH_TIME_TO_LIVE.contains(table)) {
      dynamoDb.updateTimeToLive(
          change ->
              change
                  .tableName(name)
                  .timeToLiveSpecification(on -> on.enabled(true).attributeName("expiresAt")));
    }
  }

  /// Starts the work, in the opposite order.
  void start() throws InterruptedException {
    for (String function : OTHERS) {
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

  private static void await(String what, BooleanSupplier holds) throws InterruptedException {
    Instant end = Instant.now().plus(Trial.PATIENCE);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new TrialFailure(
            "Waited for " + what + " for more than " + Trial.PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(POLL);
    }
  }

  private String functionNamed(String construct) {
    return operator.resource(service, FUNCTION, construct + "HandlerFunction");
  }

  private static String since(Instant began) {
    return "%.1f s".formatted(Duration.between(began, Instant.now()).toMillis() / 1_000.0);
  }
}
