package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbStatistics;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbBulkJobs;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDigests;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDueIndex;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbLanes;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbWorkNotes;
import io.cdrwebhooks.aws.s3.S3ReportListing;
import io.cdrwebhooks.aws.s3.S3Reports;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Creates dispatch's stores on DynamoDB and S3.
public final class AwsStores {
  private AwsStores() {}

  /// Creates the stores on these tables. The bucket is not needed, since each report names it.
  public static Dispatch.Stores of(DynamoDbClient dynamoDb, S3Client s3, TableNames tables) {
    return new Dispatch.Stores(
        new DynamoDbCdrTasks(dynamoDb, tables.webhookConfigurations(), tables.cdrTasks()),
        new DynamoDbWebhookConfigurations(dynamoDb, tables.webhookConfigurations()),
        new S3Reports(s3),
        new S3ReportListing(s3),
        new DynamoDbDeliveries(dynamoDb, tables.deliveries()),
        new DynamoDbDueIndex(dynamoDb, tables.deliveries()),
        new DynamoDbLanes(dynamoDb, tables.deliveries()),
        new DynamoDbBulkJobs(dynamoDb, tables.deliveries()),
        new DynamoDbDownloadLinks(dynamoDb, tables.downloadLinks()),
        new DynamoDbStatistics(dynamoDb, tables.statistics(), Dispatch.COUNTS_TAKE),
        new DynamoDbWorkNotes(dynamoDb, tables.deliveries()),
        new DynamoDbDigests(dynamoDb, tables.deliveries()));
  }
}
