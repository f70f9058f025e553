package io.cdrwebhooks.infra.api;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.CfnUserPoolGroup;
import software.amazon.awscdk.services.cognito.CognitoDomainOptions;
import software.amazon.awscdk.services.cognito.Mfa;
import software.amazon.awscdk.services.cognito.MfaSecondFactor;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.ResourceServerScope;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolDomainOptions;
import software.amazon.awscdk.services.cognito.UserPoolResourceServer;
import software.amazon.awscdk.services.cognito.UserPoolResourceServerOptions;
import software.constructs.Construct;

/// The people and programs that may use the API, for a deployment without another issuer.
///
/// Sign-up is off: an administrator adds people, who need a password and a code.
public final class Users extends Construct {
  private static final String API = "webhooks";

  public final UserPool pool;

  /// The group of people who may change things. Others may only read.
  static final String WRITERS = "writers";

  /// The scopes to read and to write, named as the function's standard scopes.
  final OAuthScope readScope;

  final OAuthScope writeScope;

  /// The origin for people to sign in and for tokens.
  public final String signInOrigin;

  public Users(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    pool = pool();
    String prefix =
        Fn.join("-", List.of("cdr-webhooks", settings.environmentName(), Aws.ACCOUNT_ID));
    pool.addDomain(
        "SignIn",
        UserPoolDomainOptions.builder()
            .cognitoDomain(CognitoDomainOptions.builder().domainPrefix(prefix).build())
            .build());
    signInOrigin =
        Fn.join("", List.of("https://", prefix, ".auth.", Aws.REGION, ".amazoncognito.com"));
    ResourceServerScope read = apiScope("read", "Look at configurations, tasks and deliveries");
    ResourceServerScope write = apiScope("write", "Change configurations and tasks, send again");
    UserPoolResourceServer api =
        pool.addResourceServer(
            "Api",
            UserPoolResourceServerOptions.builder()
                .identifier(API)
                .scopes(List.of(read, write))
                .build());
    readScope = OAuthScope.resourceServer(api, read);
    writeScope = OAuthScope.resourceServer(api, write);
    CfnUserPoolGroup.Builder.create(this, "Writers")
        .userPoolId(pool.getUserPoolId())
        .groupName(WRITERS)
        .description("May change configurations and tasks, and send again")
        .build()
        // With the group, CloudFormation would delete its memberships. If a first update is rolled
        // back, it must delete the group: the next update would fail because a group of this name
        // exists.
        .applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  private UserPool pool() {
    return UserPool.Builder.create(this, "Pool")
        .selfSignUpEnabled(false)
        .signInAliases(SignInAliases.builder().email(true).build())
        .accountRecovery(AccountRecovery.EMAIL_ONLY)
        .mfa(Mfa.REQUIRED)
        .mfaSecondFactor(MfaSecondFactor.builder().otp(true).sms(false).build())
        .passwordPolicy(
            PasswordPolicy.builder()
                .minLength(12)
                .requireLowercase(true)
                .requireUppercase(true)
                .requireDigits(true)
                .requireSymbols(true)
                .build())
        .deletionProtection(true)
        .removalPolicy(RemovalPolicy.RETAIN)
        .build();
  }

  private static ResourceServerScope apiScope(String name, String description) {
    return ResourceServerScope.Builder.create()
        .scopeName(name)
        .scopeDescription(description)
        .build();
  }
}
