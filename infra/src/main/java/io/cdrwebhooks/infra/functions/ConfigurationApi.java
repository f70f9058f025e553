package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// The function with which owners and operators change configurations and tasks, look at
/// deliveries, and resend them.
public final class ConfigurationApi extends Construct {
  private static final List<Resource> RESOURCES =
      List.of(
          new Resource("/webhook-configurations", HttpMethod.GET, HttpMethod.POST),
          new Resource(
              "/webhook-configurations/{id}", HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE),
          new Resource("/webhook-configurations/{id}/signature", HttpMethod.POST),
          new Resource("/webhook-configurations/{id}/test", HttpMethod.POST),
          new Resource("/webhook-configurations/{id}/retry-now", HttpMethod.POST),
          new Resource("/cdr-tasks", HttpMethod.GET),
          new Resource("/cdr-tasks/{taskId}", HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE),
          new Resource("/deliveries", HttpMethod.GET),
          new Resource("/deliveries/{id}", HttpMethod.GET),
          new Resource("/deliveries/{id}/redeliver", HttpMethod.POST),
          new Resource("/deliveries/{id}/links", HttpMethod.DELETE),
          new Resource("/recoveries", HttpMethod.POST),
          new Resource("/recoveries/{id}", HttpMethod.GET),
          new Resource("/statistics", HttpMethod.GET),
          new Resource("/platform", HttpMethod.GET));

  public final PublishedFunction function;

  public ConfigurationApi(
      Construct scope, String id, DeploymentSettings settings, SharedParts parts) {
    super(scope, id);
    FunctionDefinition definition =
        new FunctionDefinition(
            settings.functionPackage("config-api-function"),
            "io.cdrwebhooks.configapi.ConfigApiHandler",
            512,
            Duration.ofSeconds(10),
            environment(settings, parts),
            Canary.request("GET", "/health"),
            Optional.empty(),
            OptionalInt.empty());
    function = new PublishedFunction(this, "Handler", settings, definition);
    Alias live = function.live;

    RecordTables tables = parts.tables();
    // Both tables are small and listed by scans.
    tables.grant(live, tables.cdrTasks, "GetItem", "PutItem", "DeleteItem", "Scan");
    tables.grant(
        live,
        tables.webhookConfigurations,
        "ConditionCheckItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Scan",
        "UpdateItem");
    tables.grant(
        live, tables.deliveries, "GetItem", "BatchGetItem", "PutItem", "UpdateItem", "Query");
    tables.grantQueryingOfIndexes(live, tables.deliveries);
    // To revoke the links of a delivery. Why it also gets them: see Dispatch.
    tables.grant(live, tables.downloadLinks, "GetItem", "UpdateItem");
    tables.grantQueryingOfIndexes(live, tables.downloadLinks);
    tables.grantReadingOfCounts(live);
    // A redelivery under a new id counts as another delivery.
    tables.grantCounting(live);
    parts.grantSendWork(live);
    parts.arrivals().grantStoreSamples(live);
    parts.signatureEncryption().grantEncryptOnly(live);

    HttpLambdaIntegration integration =
        HttpLambdaIntegration.Builder.create("ConfigurationApi", live)
            .scopePermissionToRoute(false)
            .build();
    parts.api().openRoute(HttpMethod.GET, "/health", integration);
    for (Resource resource : RESOURCES) {
      for (HttpMethod method : resource.methods()) {
        parts.api().guardedRoute(method, resource.path(), integration);
      }
    }
  }

  private static Map<FunctionSetting, String> environment(
      DeploymentSettings settings, SharedParts parts) {
    Map<FunctionSetting, String> environment = parts.environment(settings);
    environment.put(FunctionSetting.EGRESS_IPS, parts.egressAddresses().commaSeparated());
    // The function checks them again.
    environment.put(FunctionSetting.READ_SCOPE, parts.api().rules.readScope());
    environment.put(FunctionSetting.WRITE_SCOPE, parts.api().rules.writeScope());
    return environment;
  }

  private record Resource(String path, List<HttpMethod> methods) {
    Resource(String path, HttpMethod... methods) {
      this(path, List.of(methods));
    }
  }
}
