package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.dynamodb.trace.LinkUseUpdate;
import io.cdrwebhooks.infra.cdk.LogRetention;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.path.PublicPaths;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// The function that answers download links: the token is the only credential.
public final class DownloadLinkFunction extends Construct {
  /// The metric of followed links.
  public static final String LINKS_FOLLOWED = "LinksFollowed";

  private static final String NO_TOKEN = "00000000-0000-4000-8000-000000000000";

  public final PublishedFunction function;

  public DownloadLinkFunction(
      Construct scope, String id, DeploymentSettings settings, SharedParts parts) {
    super(scope, id);
    FunctionDefinition definition =
        new FunctionDefinition(
            settings.functionPackage("download-link-function"),
            "io.cdrwebhooks.downloadlink.DownloadLinkHandler",
            512,
            Duration.ofSeconds(10),
            parts.environment(
                settings,
                EnumSet.of(
                    FunctionVariable.DOWNLOAD_LINKS_TABLE,
                    FunctionVariable.DELIVERIES_TABLE,
                    FunctionVariable.STATISTICS_TABLE)),
            Canary.request("HEAD", PublicPaths.DOWNLOAD_LINKS + NO_TOKEN),
            Optional.empty(),
            settings.links().reserved());
    function = new PublishedFunction(this, "Handler", settings, definition);
    Alias live = function.live;
    LogRetention.count(function.log, "link.followed", LINKS_FOLLOWED, settings);
    RecordTables tables = parts.tables();
    // The function is open to everyone, so it may list nothing, and change only what a use of a
    // link changes (decision 55).
    tables.grant(live, tables.downloadLinks, "GetItem");
    tables.grantUpdatingDeliveries(live, LinkUseUpdate.ATTRIBUTES);
    tables.grantCounting(live);
    parts.arrivals().grantSign(live);

    // Any method: the function itself answers a wrong one, and names the allowed methods.
    parts
        .api()
        .linkRoute(PublicPaths.DOWNLOAD_LINKS + "{token}", function.integration("DownloadLinks"));
  }
}
