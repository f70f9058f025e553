package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.aws.s3.S3Reports;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.configapi.ConfigApiHandler;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.dispatch.Surroundings;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.local.lambda.LocalFunction;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The three functions with their real handlers, wired as their environments would wire them.
record LocalFunctions(
    LocalFunction dispatch,
    LocalFunction downloadLink,
    LocalFunction configApi,
    ReceiverExchange exchange)
    implements AutoCloseable {
  /// What a deployment would put into environment variables.
  record Names(TableNames tables, URI dueAttemptsQueueUrl, URI apiUrl) {}

  static LocalFunctions create(
      AwsClients clients, Names names, SignatureVault vault, Surroundings surroundings) {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    TableNames tables = names.tables();
    DynamoDbWebhookConfigurations configurations =
        new DynamoDbWebhookConfigurations(
            dynamoDb, tables.webhookConfigurations(), tables.cdrTasks());
    DynamoDbCdrTasks tasks =
        new DynamoDbCdrTasks(dynamoDb, tables.webhookConfigurations(), tables.cdrTasks());
    DynamoDbDeliveries deliveries = new DynamoDbDeliveries(dynamoDb, tables.deliveries());
    DynamoDbDownloadLinks links = new DynamoDbDownloadLinks(dynamoDb, tables.downloadLinks());
    ReceiverExchange exchange = ReceiverExchange.create(ReceiverRules.LOCAL, surroundings.clock());
    Dispatch dispatch =
        new Dispatch(
            new Dispatch.Stores(
                tasks, configurations, new S3Reports(clients.s3()), deliveries, links),
            new Dispatch.Outside(
                vault,
                new CallbackUrls(names.apiUrl()),
                exchange,
                new SqsDueAttempts(clients.sqs(), names.dueAttemptsQueueUrl())),
            surroundings);
    return new LocalFunctions(
        new LocalFunction(
            "dispatch", new DispatchHandler(dispatch, surroundings), Duration.ofSeconds(60)),
        new LocalFunction(
            "download-link",
            new DownloadLinkHandler(
                new DownloadLinkHandler.Stores(links, deliveries),
                new S3PresignedUrls(clients.s3Presigner()),
                surroundings.clock(),
                surroundings.log()),
            Duration.ofSeconds(10)),
        new LocalFunction(
            "config-api",
            new ConfigApiHandler(
                new ConfigApiHandler.Stores(configurations, tasks, deliveries),
                vault,
                ReceiverRules.LOCAL,
                new ConfigApiHandler.Surroundings(
                    surroundings.clock(), UUID::randomUUID, surroundings.log())),
            Duration.ofSeconds(10)),
        exchange);
  }

  @Override
  public void close() throws IOException {
    exchange.close();
  }
}
