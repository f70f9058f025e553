package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.path.PublicPaths;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// The function that answers receivers' requests; the Signature is the only credential. It has a
/// separate role, because everyone can call it and it opens Signatures.
public final class ReceiverRequestFunction extends Construct {
  /// One second longer than a call to AWS may take (`CallLimits.SHORT`), so that the function can
  /// still answer 503. A request takes some 0.1 s. Strangers can send requests, so a hanging one
  /// must not hold the account's concurrency for longer.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  public final PublishedFunction function;

  public ReceiverRequestFunction(
      Construct scope, String id, DeploymentSettings settings, SharedParts parts) {
    super(scope, id);
    FunctionDefinition definition =
        new FunctionDefinition(
            settings.functionPackage("receiver-request-function"),
            "io.cdrwebhooks.receiverrequest.ReceiverRequestHandler",
            512,
            TIMEOUT,
            environment(settings, parts),
            Canary.request("POST", PublicPaths.RECEIVER_REQUESTS),
            Optional.empty(),
            settings.concurrency().ofReceiverRequests());
    function = new PublishedFunction(this, "Handler", settings, definition);
    Alias live = function.live;

    RecordTables tables = parts.tables();
    tables.grant(live, tables.webhookConfigurations, "GetItem");
    tables.grant(live, tables.cdrTasks, "GetItem");
    tables.grant(live, tables.deliveries, "BatchGetItem", "GetItem");
    tables.grantQueryingOfIndex(live, tables.deliveries, TableDefinition.BY_CONFIGURATION);
    tables.grantQueryingOfIndex(live, tables.deliveries, TableDefinition.BY_NUMBER);
    tables.grantAnsweringRequests(live);
    // It reads the end of a report, to answer 410 instead of a link to a report that is gone. The
    // link itself is signed by the function of download links. It may list nothing.
    parts.arrivals().grantSign(live);
    parts.signatureEncryption().grantDecryptOfSignatures(live);

    parts
        .api()
        .receiverRequestRoute(
            PublicPaths.RECEIVER_REQUESTS, function.integration("ReceiverRequests"));
  }

  private static Map<FunctionVariable, String> environment(
      DeploymentSettings settings, SharedParts parts) {
    Map<FunctionVariable, String> environment =
        parts.environment(
            settings,
            EnumSet.of(
                FunctionVariable.WEBHOOK_CONFIGURATIONS_TABLE,
                FunctionVariable.CDR_TASKS_TABLE,
                FunctionVariable.DELIVERIES_TABLE,
                FunctionVariable.DOWNLOAD_LINKS_TABLE,
                FunctionVariable.SIGNATURE_KMS_KEY_ID,
                FunctionVariable.CALLBACK_BASE_URL));
    environment.put(FunctionVariable.METRICS_NAMESPACE, settings.metricsNamespace());
    return environment;
  }
}
