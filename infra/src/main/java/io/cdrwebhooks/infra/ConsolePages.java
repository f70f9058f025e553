package io.cdrwebhooks.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.ISource;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/// Puts the console's files into its bucket, with a file that says where a person signs in.
///
/// What an earlier deployment put there stays: a page that somebody has open still finds its
/// scripts.
final class ConsolePages extends Construct {
  ConsolePages(Construct scope, DeploymentSettings settings, ConsoleSite site, TokenRules tokens) {
    super(scope, "ConsolePages");
    LogGroup log = LogRetention.log(this, "Log", settings);
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    log.grantWrite(role);
    BucketDeployment.Builder.create(this, "Files")
        .sources(List.of(Source.asset(settings.consolePages().toString()), signIn(tokens)))
        .destinationBucket(site.files())
        .prune(false)
        .retainOnDelete(false)
        .role(role)
        .logGroup(log)
        .build();
  }

  private static ISource signIn(TokenRules tokens) {
    Map<String, String> where =
        new TreeMap<>(
            Map.of(
                "issuer",
                tokens.issuer(),
                "scope",
                tokens.readScope() + " " + tokens.writeScope()));
    tokens.consoleClientId().ifPresent(client -> where.put("clientId", client));
    return Source.jsonData("console/sign-in.json", where);
  }
}
