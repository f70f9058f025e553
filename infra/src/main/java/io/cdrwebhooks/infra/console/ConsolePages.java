package io.cdrwebhooks.infra.console;

import io.cdrwebhooks.infra.api.TokenRules;
import io.cdrwebhooks.infra.cdk.LogRetention;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketAttributes;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.deployment.BucketDeployment;
import software.amazon.awscdk.services.s3.deployment.ISource;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/// Copies the console's files into its bucket, with a file that names the addresses for signing in.
///
/// Files of earlier deployments stay, so that an open page still finds its scripts. When the
/// service is removed, the files are deleted before their bucket, which must be empty. The ids here
/// must not change: new ids would upload the files again, and deleting the old ids would then
/// delete them.
public final class ConsolePages extends Construct {
  public ConsolePages(
      Construct scope, DeploymentSettings settings, ConsoleSite site, TokenRules tokens) {
    super(scope, "ConsolePages");
    LogGroup log = LogRetention.log(this, "Log", settings);
    Role role = LogRetention.writer(this, "Role", log);
    // The bucket is imported by name. A bucket of this stack would get a tag that makes the CDK's
    // function keep the files when the whole stack is deleted (aws/aws-cdk issue 33397).
    IBucket bucket =
        Bucket.fromBucketAttributes(
            this,
            "Bucket",
            BucketAttributes.builder()
                .bucketName(site.files.getBucketName())
                .bucketArn(site.files.getBucketArn())
                .build());
    BucketDeployment.Builder.create(this, "Files")
        .sources(List.of(Source.asset(settings.consolePages().toString()), signIn(tokens)))
        .destinationBucket(bucket)
        .prune(false)
        .retainOnDelete(false)
        .role(role)
        .logGroup(log)
        .build();
  }

  private static ISource signIn(TokenRules tokens) {
    String scope = tokens.scopes().read() + " " + tokens.scopes().write();
    Map<String, Object> where = new TreeMap<>(Map.of("issuer", tokens.issuer(), "scope", scope));
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

  /// Returns the endpoints of a user pool. Their paths are the same for every pool (Amazon
  /// Cognito's "User pool endpoints and managed login reference").
  private static Map<String, String> endpoints(String userPoolOrigin) {
    return new TreeMap<>(
        Map.of(
            "authorization", userPoolOrigin + "/oauth2/authorize",
            "token", userPoolOrigin + "/oauth2/token",
            "signOut", userPoolOrigin + "/logout"));
  }
}
