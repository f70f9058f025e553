package io.cdrwebhooks.infra.api;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import io.cdrwebhooks.infra.api.TokenRules.ConsoleClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cognito.OAuthFlows;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.OAuthSettings;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolClientIdentityProvider;
import software.constructs.Construct;

/// The clients of the user pool: the console for people, by code and without a secret; and
/// programs, by a secret that Cognito keeps.
public final class UserClients extends Construct {
  private final Users users;
  private final UserPoolClient console;
  public final UserPoolClient programs;

  /// `consoleAddress` is the address of the console, with a final slash.
  public UserClients(Construct scope, String id, Users users, String consoleAddress) {
    super(scope, id);
    this.users = users;
    OAuthSettings byCode =
        OAuthSettings.builder()
            .flows(OAuthFlows.builder().authorizationCodeGrant(true).build())
            // OPENID for the ID token, whose nonce the console checks.
            .scopes(Stream.concat(Stream.of(OAuthScope.OPENID), users.scopes.stream()).toList())
            .callbackUrls(List.of(consoleAddress))
            .logoutUrls(List.of(consoleAddress))
            .build();
    OAuthSettings bySecret =
        OAuthSettings.builder()
            .flows(OAuthFlows.builder().clientCredentials(true).build())
            .scopes(users.scopes)
            .build();
    console =
        client("Console", byCode)
            .generateSecret(false)
            // The console drops refresh tokens; this is Cognito's shortest validity.
            .refreshTokenValidity(Duration.hours(1))
            .build();
    programs = client("Programs", bySecret).generateSecret(true).build();
  }

  /// Returns the rules for tokens of the pool. A token of Cognito names the client that requested
  /// it instead of an audience.
  public TokenRules tokenRules() {
    return new TokenRules(
        users.pool.getUserPoolProviderUrl(),
        List.of(console.getUserPoolClientId(), programs.getUserPoolClientId()),
        Scopes.STANDARD,
        Optional.of(
            new ConsoleClient(
                console.getUserPoolClientId(), Optional.empty(), Optional.of(users.signInOrigin))));
  }

  private UserPoolClient.Builder client(String id, OAuthSettings settings) {
    return UserPoolClient.Builder.create(this, id)
        .userPool(users.pool)
        .oAuth(settings)
        .supportedIdentityProviders(List.of(UserPoolClientIdentityProvider.COGNITO))
        .accessTokenValidity(Duration.hours(1))
        .preventUserExistenceErrors(true)
        .enableTokenRevocation(true);
  }
}
