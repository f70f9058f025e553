package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.settings.Concurrency;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.infra.storage.WorkQueue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.constructs.Construct;

/// The function that turns arrived reports and due attempts into signed requests to receivers.
public final class DispatchFunction extends Construct {
  static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final int MESSAGES_AT_ONCE = 10;

  /// A lane takes as long as its receiver, so a batch contains only one.
  private static final int LANES_AT_ONCE = 1;

  /// Background work can wait, and a full batch costs a tenth of single messages.
  private static final Duration BATCHING_WINDOW = Duration.ofSeconds(5);

  private static final String STS_OF_THE_REGION =
      Fn.join(".", List.of("https://sts", Aws.REGION, Aws.URL_SUFFIX));

  public final PublishedFunction function;

  public DispatchFunction(
      Construct scope, String id, DeploymentSettings settings, SharedParts parts) {
    super(scope, id);
    FunctionDefinition definition =
        new FunctionDefinition(
            settings.functionPackage("dispatch-function"),
            "io.cdrwebhooks.dispatch.DispatchHandler",
            1024,
            TIMEOUT,
            environment(settings, parts),
            Canary.emptyBatch(),
            parts.egress(),
            settings.concurrency().reserved());
    function = new PublishedFunction(this, "Handler", settings, definition);
    listen(function.live, settings.concurrency(), parts);
    grant(function.live, parts);
  }

  private static void listen(Alias live, Concurrency concurrency, SharedParts parts) {
    live.addEventSource(
        batchesOf(parts.arrivals().queue, MESSAGES_AT_ONCE, concurrency.ofArrivals()).build());
    live.addEventSource(
        batchesOf(parts.dueAttempts(), LANES_AT_ONCE, concurrency.ofDueAttempts()).build());
    live.addEventSource(
        batchesOf(parts.backgroundWork(), MESSAGES_AT_ONCE, concurrency.ofBackgroundWork())
            .maxBatchingWindow(CdkDuration.of(BATCHING_WINDOW))
            .build());
  }

  private static void grant(Alias live, SharedParts parts) {
    RecordTables tables = parts.tables();
    // Dispatch records the health of a receiver, and disables its configuration.
    tables.grant(
        live, tables.webhookConfigurations, "BatchGetItem", "GetItem", "PutItem", "UpdateItem");
    tables.grant(live, tables.cdrTasks, "BatchGetItem", "GetItem");
    tables.grant(
        live,
        tables.deliveries,
        "BatchGetItem",
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query");
    tables.grantQueryingOfIndexes(live, tables.deliveries);
    // GetItem: if DynamoDB deletes a link while dispatch revokes it, only a read shows that.
    tables.grant(live, tables.downloadLinks, "GetItem", "PutItem", "UpdateItem");
    // Dispatch revokes the links of a deleted configuration's deliveries.
    tables.grantQueryingOfIndexes(live, tables.downloadLinks);
    tables.grantCounting(live);
    parts.arrivals().grantRead(live);
    parts.arrivals().grantListVersions(live);
    parts.signatureEncryption().grantDecrypt(live);
    parts.grantSendWork(live);
    for (WorkQueue queue : parts.workQueues()) {
      queue.deadLetters.grant(live, "sqs:SendMessage");
    }
    parts.notices().grantPutEventsTo(live);
  }

  /// Returns the settings of every function in the package of the dispatch function.
  static Map<FunctionVariable, String> environment(DeploymentSettings settings, SharedParts parts) {
    Map<FunctionVariable, String> environment = parts.environment(settings);
    environment.put(
        FunctionVariable.DUE_ATTEMPTS_DEAD_LETTERS_URL,
        parts.dueAttempts().deadLetters.getQueueUrl());
    environment.put(
        FunctionVariable.BACKGROUND_WORK_DEAD_LETTERS_URL,
        parts.backgroundWork().deadLetters.getQueueUrl());
    environment.put(
        FunctionVariable.ARRIVALS_DEAD_LETTERS_URL,
        parts.arrivals().queue.deadLetters.getQueueUrl());
    environment.put(
        FunctionVariable.EGRESS_CANARY_URL,
        settings.receivers().egressCanary().map(URI::toString).orElse(STS_OF_THE_REGION));
    if (settings.receivers().keepSuccessfulAnswers()) {
      environment.put(FunctionVariable.KEEP_SUCCESSFUL_ANSWERS, "true");
    }
    environment.put(FunctionVariable.METRICS_NAMESPACE, settings.metricsNamespace());
    return environment;
  }

  private static SqsEventSource.Builder batchesOf(WorkQueue work, int size, int atOnce) {
    return SqsEventSource.Builder.create(work.queue)
        .batchSize(size)
        .maxConcurrency(atOnce)
        .reportBatchItemFailures(true);
  }
}
