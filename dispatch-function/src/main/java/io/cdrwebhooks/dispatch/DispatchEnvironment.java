package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.aws.snapshot.BeforeSnapshot;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.SqsDueAttempts;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.RememberedSignatures;
import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The settings of the dispatch function, as its deployment gives them in environment variables.
public record DispatchEnvironment(
    AwsAccess access,
    TableNames tables,
    WorkQueues queues,
    WorkQueues deadLetters,
    URI arrivalsDeadLettersUrl,
    String noticesBusName,
    String reportBucket,
    URI callbackBaseUrl,
    String signatureKeyId,
    String metricsNamespace,
    ReceiverRules receiverRules,
    Optional<URI> egressCanary) {

  /// Optional: an address that is always reached unless our egress is broken.
  private static final String EGRESS_CANARY_URL = "EGRESS_CANARY_URL";

  static DispatchEnvironment ofThisProcess() {
    return read(System.getenv());
  }

  /// Performs a rehearsal before a snapshot is taken, with a separate environment.
  static void rehearse(EventLog log, Function<DispatchEnvironment, Rehearsal> rehearsal) {
    BeforeSnapshot.perform(System.getenv(), log, () -> rehearsal.apply(ofThisProcess()).perform());
  }

  /// @throws IllegalArgumentException naming the variable that is missing or cannot be read
  static DispatchEnvironment read(Map<String, String> environment) {
    return read(environment, new FunctionVariables(environment).receiverRules());
  }

  /// Reads the settings with these rules for receivers, which replace those of the variables. No
  /// setting allows receivers on the same machine.
  public static DispatchEnvironment read(
      Map<String, String> environment, ReceiverRules receiverRules) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new DispatchEnvironment(
        variables.awsAccess(),
        variables.tables(),
        variables.workQueues(),
        new WorkQueues(
            URI.create(variables.required("DUE_ATTEMPTS_DEAD_LETTERS_URL")),
            URI.create(variables.required("BACKGROUND_WORK_DEAD_LETTERS_URL"))),
        URI.create(variables.required("ARRIVALS_DEAD_LETTERS_URL")),
        variables.required("NOTICES_BUS_NAME"),
        variables.required("REPORT_BUCKET"),
        URI.create(variables.required("CALLBACK_BASE_URL")),
        variables.required("SIGNATURE_KMS_KEY_ID"),
        environment.getOrDefault("METRICS_NAMESPACE", Metrics.NAMESPACE),
        receiverRules,
        Optional.ofNullable(environment.get(EGRESS_CANARY_URL)).map(URI::create));
  }

  Dispatch dispatch(RuntimeInputs inputs) {
    ReceiverExchange exchange =
        ReceiverExchange.create(
            receiverRules, ExchangeLimits.STANDARD, egressCanary, inputs.clock());
    return dispatch(new AwsClients(access), tables, exchange, inputs);
  }

  /// Creates dispatch with other clients and tables, and another way to receivers.
  Dispatch dispatch(
      AwsClients clients, TableNames names, ReceiverExchange exchange, RuntimeInputs inputs) {
    return new Dispatch(
        AwsStores.of(clients.dynamoDb(), clients.s3(), names),
        new Dispatch.Collaborators(
            new RememberedSignatures(new KmsVault(clients::kms, signatureKeyId), inputs.clock()),
            new CallbackUrls(callbackBaseUrl),
            exchange,
            new SqsDueAttempts(clients::sqs, queues),
            queues,
            new DeadLetters.InSqs(clients::sqs, queues, deadLetters, arrivalsDeadLettersUrl),
            new EventBridgeNotices(clients::eventBridge, noticesBusName)),
        Pace.STANDARD,
        inputs);
  }
}
