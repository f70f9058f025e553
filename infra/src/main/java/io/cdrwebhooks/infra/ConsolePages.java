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
    Map<String, Object> where =
        new TreeMap<>(
            Map.of(
                "issuer",
                tokens.issuer(),
                "scope",
                tokens.readScope() + " " + tokens.writeScope()));
    tokens
        .console()
        .ifPresent(
            client -> {
              where.put("clientId", client.id());
              client.audience().ifPresent(audience -> where.put("audience", audience));
              client.userPoolOrigin().ifPresent(pool -> where.put("endpoints", endpoints(pool)));
            });
    return Source.jsonData("console/sign-in.json", where);
  }

  /// Of every user pool (Amazon Cognito's "User pool endpoints and managed login reference").
  private static Map<String, String> endpoints(String userPoolOrigin) {
    return new TreeMap<>(
        Map.of(
            "authorization", userPoolOrigin + "/oauth2/authorize",
            "token", userPoolOrigin + "/oauth2/token",
            "signOut", userPoolOrigin + "/logout"));
  }
}
