package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.CallLimits;
import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.DynamoDbAcceptedRequests;
import io.cdrwebhooks.aws.dynamodb.DynamoDbCdrTasks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbWebhookConfigurations;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbStatements;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.aws.s3.S3Reports;
import io.cdrwebhooks.aws.snapshot.BeforeSnapshot;
import io.cdrwebhooks.configuration.RememberedSignatures;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The settings of the function, which its deployment sets as environment variables.
record ReceiverRequestEnvironment(
    Tables tables,
    URI callbackBaseUrl,
    String signatureKeyId,
    String metricsNamespace,
    AwsAccess aws) {

  /// The names of the tables that it needs.
  record Tables(String configurations, String tasks, String deliveries, String links) {}

  /// @throws IllegalArgumentException naming the variable that is missing
  static ReceiverRequestEnvironment read(Map<String, String> environment) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new ReceiverRequestEnvironment(
        new Tables(
            variables.required(FunctionVariable.WEBHOOK_CONFIGURATIONS_TABLE),
            variables.required(FunctionVariable.CDR_TASKS_TABLE),
            variables.required(FunctionVariable.DELIVERIES_TABLE),
            variables.required(FunctionVariable.DOWNLOAD_LINKS_TABLE)),
        URI.create(variables.required(FunctionVariable.CALLBACK_BASE_URL)),
        variables.required(FunctionVariable.SIGNATURE_KMS_KEY_ID),
        variables.get(FunctionVariable.METRICS_NAMESPACE, Metrics.NAMESPACE),
        variables.awsAccess());
  }

  static ReceiverRequestEnvironment ofThisProcess() {
    return read(System.getenv());
  }

  /// Performs the rehearsal before a snapshot is taken, with a separate environment.
  static void rehearse(EventLog log) {
    BeforeSnapshot.perform(
        System.getenv(),
        log,
        () -> new RequestRehearsal(ofThisProcess(), RequestRehearsal.ROUNDS).perform());
  }

  AwsClients clients() {
    return new AwsClients(aws, CallLimits.SHORT);
  }

  ReceiverRequestHandler.Stores stores(AwsClients clients) {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    return new ReceiverRequestHandler.Stores(
        new DynamoDbWebhookConfigurations(dynamoDb, tables.configurations()),
        new DynamoDbCdrTasks(dynamoDb, tables.configurations(), tables.tasks()),
        new DynamoDbDeliveries(dynamoDb, tables.deliveries()),
        new DynamoDbDownloadLinks(dynamoDb, tables.links()),
        new DynamoDbAcceptedRequests(dynamoDb, tables.links()),
        new S3Reports(clients.s3(), true),
        new DynamoDbStatements(dynamoDb, tables.deliveries()));
  }

  ReceiverRequestHandler.Inputs inputs() {
    return new ReceiverRequestHandler.Inputs(
        InstantSource.system(),
        UUID::randomUUID,
        EventLog.toStandardOutput(),
        Metrics.toStandardOutput(metricsNamespace));
  }

  SignatureVault vault(AwsClients clients, InstantSource clock) {
    return new RememberedSignatures(new KmsVault(clients::kms, signatureKeyId), clock);
  }
}
