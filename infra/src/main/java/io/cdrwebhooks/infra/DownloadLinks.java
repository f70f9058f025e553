package io.cdrwebhooks.infra;

import java.time.Duration;
import java.util.Map;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// A receiver follows a link: the token is its only credential.
final class DownloadLinks extends Construct {
  DownloadLinks(Construct scope, String id, DeploymentSettings settings, SharedParts parts) {
    super(scope, id);
    RecordTables tables = parts.tables();
    FunctionDefinition definition =
        new FunctionDefinition(
            settings.functionPackage("download-link-function"),
            "io.cdrwebhooks.downloadlink.DownloadLinkHandler",
            512,
            Duration.ofSeconds(10));
    Alias live =
        new PublishedFunction(
                this,
                "Handler",
                definition,
                Map.of(
                    FunctionSetting.DOWNLOAD_LINKS_TABLE,
                    tables.downloadLinks().getTableName(),
                    FunctionSetting.DELIVERIES_TABLE,
                    tables.deliveries().getTableName(),
                    FunctionSetting.STATISTICS_TABLE,
                    tables.statistics().getTableName()))
            .live();
    tables.grantFollowingOfLinks(live);
    tables.grantCounting(live);
    // A link to an object store's address that this function signs opens only what the function
    // itself may read.
    parts.arrivals().grantRead(live);

    // Any method: the answer to a wrong one is ours, with the methods that are allowed.
    parts
        .api()
        .openRoute(
            HttpMethod.ANY,
            "/cdr-download-files/{token}",
            HttpLambdaIntegration.Builder.create("DownloadLinks", live)
                .scopePermissionToRoute(false)
                .build());
  }
}
