package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.constructs.Construct;

/// The scheduled work: the sweep, which sends due work and continues jobs, and the reconciliation,
/// which finds reports whose two events were lost.
public final class ScheduleFunction extends Construct {
  /// The function's `Pace` has the same value. Waits longer than 15 minutes end with a sweep.
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  /// The function begins one reconciliation a day, however often it is called: the next call
  /// replaces one that fails or is late.
  private static final Duration BETWEEN_REQUESTS_TO_RECONCILE = Duration.ofMinutes(15);

  public final PublishedFunction function;

  public ScheduleFunction(
      Construct scope, String id, DeploymentSettings settings, SharedParts parts) {
    super(scope, id);
    FunctionDefinition definition =
        new FunctionDefinition(
            settings.functionPackage("dispatch-function"),
            "io.cdrwebhooks.dispatch.ScheduleHandler",
            512,
            Duration.ofSeconds(60),
            DispatchFunction.environment(settings, parts),
            Canary.sweep(),
            Optional.empty(),
            OptionalInt.empty());
    function = new PublishedFunction(this, "Handler", settings, definition);
    Alias live = function.live;
    // The next run does the work of a run that failed or is late.
    live.configureAsyncInvoke(
        EventInvokeConfigOptions.builder()
            .maxEventAge(CdkDuration.of(BETWEEN_SWEEPS))
            .retryAttempts(0)
            .build());
    PublishedFunction.invokeEvery(BETWEEN_SWEEPS, this, "Sweep", live, Canary.sweep());
    PublishedFunction.invokeEvery(
        BETWEEN_REQUESTS_TO_RECONCILE, this, "Reconciliation", live, Map.of("work", "reconcile"));

    RecordTables tables = parts.tables();
    tables.grant(live, tables.deliveries, "GetItem", "PutItem", "UpdateItem");
    tables.grantQueryingOfIndexes(live, tables.deliveries);
    parts.grantSendWork(live);
  }
}
