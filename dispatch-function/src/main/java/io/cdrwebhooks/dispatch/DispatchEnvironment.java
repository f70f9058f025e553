package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.eventbridge.EventBridgeNotices;
import io.cdrwebhooks.aws.kms.KmsVault;
import io.cdrwebhooks.aws.s3.S3ReportListing;
import io.cdrwebhooks.aws.s3.S3Reports;
import io.cdrwebhooks.aws.snapshot.BeforeSnapshot;
import io.cdrwebhooks.aws.snapshot.Rehearsal;
import io.cdrwebhooks.aws.sqs.DeadLetters;
import io.cdrwebhooks.aws.sqs.SqsWorkMessages;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.RememberedSignatures;
import io.cdrwebhooks.dispatch.exchange.EgressCanary;
import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

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
    Optional<URI> egressCanary,
    boolean keepsSuccessfulAnswers) {

  static DispatchEnvironment ofThisProcess() {
    EgressCanary.rememberNamesBriefly();
    return read(System.getenv());
  }

  /// Registers a rehearsal, which Lambda runs before it takes a snapshot. The rehearsal has a
  /// separate environment.
  static void rehearse(EventLog log, Function<DispatchEnvironment, Rehearsal> rehearsal) {
    BeforeSnapshot.perform(System.getenv(), log, () -> rehearsal.apply(ofThisProcess()).perform());
  }

  /// @throws IllegalArgumentException naming the variable that is missing or cannot be read
  static DispatchEnvironment read(Map<String, String> environment) {
    return read(environment, new FunctionVariables(environment).receiverRules());
  }

  /// Reads the settings, but uses `receiverRules` in place of the rules in the variables. No
  /// variable can allow a receiver on the same machine.
  public static DispatchEnvironment read(
      Map<String, String> environment, ReceiverRules receiverRules) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new DispatchEnvironment(
        variables.awsAccess(),
        variables.tables(),
        variables.workQueues(),
        new WorkQueues(
            URI.create(variables.required(FunctionVariable.DUE_ATTEMPTS_DEAD_LETTERS_URL)),
            URI.create(variables.required(FunctionVariable.BACKGROUND_WORK_DEAD_LETTERS_URL))),
        URI.create(variables.required(FunctionVariable.ARRIVALS_DEAD_LETTERS_URL)),
        variables.required(FunctionVariable.NOTICES_BUS_NAME),
        variables.required(FunctionVariable.REPORT_BUCKET),
        URI.create(variables.required(FunctionVariable.CALLBACK_BASE_URL)),
        variables.required(FunctionVariable.SIGNATURE_KMS_KEY_ID),
        variables.get(FunctionVariable.METRICS_NAMESPACE, Metrics.NAMESPACE),
        receiverRules,
        variables.optional(FunctionVariable.EGRESS_CANARY_URL).map(URI::create),
        variables.isTrue(FunctionVariable.KEEP_SUCCESSFUL_ANSWERS));
  }

  Dispatch dispatch(RuntimeInputs inputs) {
    ReceiverExchange exchange =
        ReceiverExchange.create(receiverRules, exchangeLimits(), egressCanary, inputs.clock());
    return dispatch(new AwsClients(access), tables, exchange, inputs);
  }

  ExchangeLimits exchangeLimits() {
    return ExchangeLimits.STANDARD.withSuccessfulBodies(keepsSuccessfulAnswers);
  }

  /// Creates dispatch with these clients, tables and connections to receivers.
  Dispatch dispatch(
      AwsClients clients, TableNames names, ReceiverExchange exchange, RuntimeInputs inputs) {
    return new Dispatch(
        stores(new DynamoDbStores(clients.dynamoDb(), names), clients.s3()),
        new DispatchServices(
            new RememberedSignatures(new KmsVault(clients::kms, signatureKeyId), inputs.clock()),
            new CallbackUrls(callbackBaseUrl),
            exchange,
            new SqsWorkMessages(clients::sqs, queues, inputs.clock()),
            queues,
            new DeadLetters.InSqs(clients::sqs, queues, deadLetters, arrivalsDeadLettersUrl),
            new EventBridgeNotices(clients::eventBridge, noticesBusName)),
        Pace.STANDARD,
        inputs);
  }

  /// Picks dispatch's stores. They need no bucket, since each report names its bucket.
  public static DispatchStores stores(DynamoDbStores stores, S3Client s3) {
    return new DispatchStores(
        stores.tasks(),
        stores.configurations(),
        new S3Reports(s3),
        new S3ReportListing(s3),
        stores.deliveries(),
        stores.dueIndex(),
        stores.lanes(),
        stores.firstReads(),
        stores.jobs(),
        stores.links(),
        stores.statistics(),
        stores.notes(),
        stores.digests(),
        stores.statements(),
        stores.watches());
  }
}
