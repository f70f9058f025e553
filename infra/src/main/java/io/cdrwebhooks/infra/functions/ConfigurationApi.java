package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.configapi.ConfigApiHandler;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.infra.api.ApiEndpoint;
import io.cdrwebhooks.infra.api.PublicApi;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// The function with which owners and operators change configurations and tasks, read deliveries,
/// and resend them.
public final class ConfigurationApi extends Construct {
  public final PublishedFunction function;

  public ConfigurationApi(
      Construct scope, String id, DeploymentSettings settings, SharedParts parts) {
    super(scope, id);
    FunctionDefinition definition =
        new FunctionDefinition(
            settings.functionPackage("config-api-function"),
            ConfigApiHandler.class.getName(),
            512,
            Duration.ofSeconds(10),
            environment(settings, parts),
            Canary.request("GET", Route.HEALTH),
            Optional.empty(),
            settings.concurrency().ofApi());
    function = new PublishedFunction(this, "Handler", settings, definition);
    grant(function.live, parts);
    route(function.integration("ConfigurationApi"), parts.api());
  }

  private static void grant(Alias live, SharedParts parts) {
    RecordTables tables = parts.tables();
    // Both tables are small and listed by scans.
    tables.grant(live, tables.cdrTasks, "BatchGetItem", "GetItem", "PutItem", "Scan");
    tables.grant(
        live,
        tables.webhookConfigurations,
        "BatchGetItem",
        "ConditionCheckItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Scan",
        "UpdateItem");
    tables.grant(
        live, tables.deliveries, "GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query");
    tables.grantQueryingOfIndexes(live, tables.deliveries);
    // The function shows and revokes the links of a delivery. DispatchFunction explains why it also
    // needs GetItem.
    tables.grant(live, tables.downloadLinks, "BatchGetItem", "GetItem", "UpdateItem");
    tables.grantQueryingOfIndexes(live, tables.downloadLinks);
    tables.grant(live, tables.statistics, "Query");
    // A redelivery under a new id counts as another delivery.
    tables.grantCounting(live);
    // It adds records of changes and lists them. No function may delete one.
    tables.grant(live, tables.changes, "PutItem", "Query");
    tables.grantQueryingOfIndexes(live, tables.changes);
    parts.notices().grantPutEventsTo(live);
    parts.grantSendWork(live);
    parts.arrivals().grantStoreSamples(live);
    parts.signatureEncryption().grantEncryptOnly(live);
  }

  private static void route(HttpLambdaIntegration integration, PublicApi api) {
    api.openRoute(HttpMethod.GET, Route.HEALTH, integration);
    for (Route route : Route.values()) {
      api.guardedRoute(route, integration);
    }
  }

  private static Map<FunctionVariable, String> environment(
      DeploymentSettings settings, SharedParts parts) {
    Map<FunctionVariable, String> environment = parts.environment(settings);
    environment.put(FunctionVariable.EGRESS_IPS, parts.egressAddresses().commaSeparated());
    // The function checks them again.
    environment.put(FunctionVariable.READ_SCOPE, parts.api().rules.scopes().read());
    environment.put(FunctionVariable.WRITE_SCOPE, parts.api().rules.scopes().write());
    parts
        .api()
        .rules
        .writersGroup()
        .ifPresent(group -> environment.put(FunctionVariable.WRITERS_GROUP, group));
    environment.put(FunctionVariable.DISTRIBUTION_SECRET, ApiEndpoint.distributionSecret());
    if (settings.domains().links().isPresent()) {
      environment.put(FunctionVariable.LINKS_HIDE_CALLERS, "true");
    }
    return environment;
  }
}
