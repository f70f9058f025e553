package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.CallLimits;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
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
import software.amazon.awssdk.services.s3.S3Client;

/// The settings of the function, which its deployment sets as environment variables.
public record ReceiverRequestEnvironment(
    TableNames tables,
    URI callbackBaseUrl,
    String signatureKeyId,
    String metricsNamespace,
    AwsAccess aws) {

  /// @throws IllegalArgumentException naming the variable that is missing
  static ReceiverRequestEnvironment read(Map<String, String> environment) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new ReceiverRequestEnvironment(
        variables.tables(
            FunctionVariable.WEBHOOK_CONFIGURATIONS_TABLE,
            FunctionVariable.CDR_TASKS_TABLE,
            FunctionVariable.DELIVERIES_TABLE,
            FunctionVariable.DOWNLOAD_LINKS_TABLE),
        URI.create(variables.required(FunctionVariable.CALLBACK_BASE_URL)),
        variables.required(FunctionVariable.SIGNATURE_KMS_KEY_ID),
        variables.get(FunctionVariable.METRICS_NAMESPACE, Metrics.NAMESPACE),
        variables.awsAccess());
  }

  static ReceiverRequestEnvironment ofThisProcess() {
    return read(System.getenv());
  }

  /// Performs the rehearsal before Lambda takes a snapshot, with a separate environment.
  static void rehearse(EventLog log) {
    BeforeSnapshot.perform(
        System.getenv(),
        log,
        () -> new RequestRehearsal(ofThisProcess(), RequestRehearsal.ROUNDS).perform());
  }

  AwsClients clients() {
    return new AwsClients(aws, CallLimits.SHORT);
  }

  /// Picks the stores of the function.
  public static ReceiverRequestHandler.Stores stores(DynamoDbStores stores, S3Client s3) {
    return new ReceiverRequestHandler.Stores(
        stores.configurations(),
        stores.tasks(),
        stores.deliveries(),
        stores.links(),
        stores.requests(),
        new S3Reports(s3, true),
        stores.statements());
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
