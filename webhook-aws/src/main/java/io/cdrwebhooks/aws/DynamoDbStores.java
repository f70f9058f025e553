package io.cdrwebhooks.aws;

import io.cdrwebhooks.aws.dynamodb.DynamoDbAcceptedRequests;
import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbChanges;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbStatistics;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbBulkJobs;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDigests;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDueIndex;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbLanes;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbReportWatches;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbStatements;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbWorkNotes;
import io.cdrwebhooks.lane.FirstReads;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Creates the stores on the tables of one deployment: each call creates one. A store of
/// configurations or tasks keeps the names for its lists if it has a clock, as the API's do.
///
/// The methods return classes instead of interfaces, since the JVM would load every interface to
/// verify this class.
public record DynamoDbStores(DynamoDbClient client, TableNames tables) {
  public DynamoDbWebhookConfigurations configurations() {
    return new DynamoDbWebhookConfigurations(
        client, tables.webhookConfigurations(), Optional.empty());
  }

  public DynamoDbWebhookConfigurations configurations(InstantSource clock) {
    return new DynamoDbWebhookConfigurations(
        client, tables.webhookConfigurations(), Optional.of(clock));
  }

  public DynamoDbCdrTasks tasks() {
    return new DynamoDbCdrTasks(
        client, tables.webhookConfigurations(), tables.cdrTasks(), Optional.empty());
  }

  public DynamoDbCdrTasks tasks(InstantSource clock) {
    return new DynamoDbCdrTasks(
        client, tables.webhookConfigurations(), tables.cdrTasks(), Optional.of(clock));
  }

  public DynamoDbDeliveries deliveries() {
    return new DynamoDbDeliveries(client, tables.deliveries());
  }

  public DynamoDbDownloadLinks links() {
    return new DynamoDbDownloadLinks(client, tables.downloadLinks());
  }

  /// Creates the store of receivers' accepted requests, in the table of links.
  public DynamoDbAcceptedRequests requests() {
    return new DynamoDbAcceptedRequests(client, tables.downloadLinks());
  }

  public DynamoDbStatistics statistics() {
    return new DynamoDbStatistics(client, tables.statistics());
  }

  public DynamoDbChanges changes() {
    return new DynamoDbChanges(client, tables.changes());
  }

  public DynamoDbLanes lanes() {
    return new DynamoDbLanes(client, tables.deliveries());
  }

  public DynamoDbDueIndex dueIndex() {
    return new DynamoDbDueIndex(client, tables.deliveries());
  }

  public DynamoDbBulkJobs jobs() {
    return new DynamoDbBulkJobs(client, tables.deliveries());
  }

  public DynamoDbWorkNotes notes() {
    return new DynamoDbWorkNotes(client, tables.deliveries());
  }

  public DynamoDbDigests digests() {
    return new DynamoDbDigests(client, tables.deliveries());
  }

  public DynamoDbStatements statements() {
    return new DynamoDbStatements(client, tables.deliveries());
  }

  public DynamoDbReportWatches watches() {
    return new DynamoDbReportWatches(client, tables.deliveries());
  }

  public FirstReads firstReads() {
    return DynamoDbTables.firstReads(client, tables);
  }
}
