package io.cdrwebhooks.infra.api;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import io.cdrwebhooks.infra.api.TokenRules.ConsoleClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cognito.CfnUserPoolClient;
import software.amazon.awscdk.services.cognito.OAuthFlows;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.OAuthSettings;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolClientIdentityProvider;
import software.constructs.Construct;

/// The clients of the user pool: the console for people, with an authorization code and no secret;
/// programs that read, with a secret that Cognito keeps; and, if the settings ask for it, programs
/// that change things.
///
/// The console gets both scopes for everyone, since Cognito cannot give scopes by person. The API
/// accepts the second scope only from members of the group of writers.
public final class UserClients extends Construct {
  private final Users users;
  private final UserPoolClient console;
  public final UserPoolClient programs;

  /// Programs that change things.
  public final Optional<UserPoolClient> writingPrograms;

  /// `consoleAddress` is the address of the console, with a final slash.
  public UserClients(
      Construct scope, String id, Users users, String consoleAddress, boolean programsMayWrite) {
    super(scope, id);
    this.users = users;
    OAuthSettings byCode =
        OAuthSettings.builder()
            .flows(OAuthFlows.builder().authorizationCodeGrant(true).build())
            // OPENID requests the ID token, whose nonce the console checks.
            .scopes(List.of(OAuthScope.OPENID, users.readScope, users.writeScope))
            .callbackUrls(List.of(consoleAddress))
            .logoutUrls(List.of(consoleAddress))
            .build();
    console =
        withoutApiSignIn(
            client("Console", byCode)
                .generateSecret(false)
                // The console drops refresh tokens; this is Cognito's shortest validity.
                .refreshTokenValidity(Duration.hours(1))
                .build());
    programs = program("Programs", List.of(users.readScope));
    writingPrograms =
        programsMayWrite
            ? Optional.of(program("WritingPrograms", List.of(users.readScope, users.writeScope)))
            : Optional.empty();
  }

  /// Returns the rules for tokens of the pool. A token of Cognito names the client that requested
  /// it instead of an audience.
  public TokenRules tokenRules() {
    return new TokenRules(
        users.pool.getUserPoolProviderUrl(),
        Stream.concat(Stream.of(console, programs), writingPrograms.stream())
            .map(UserPoolClient::getUserPoolClientId)
            .toList(),
        Scopes.STANDARD,
        Optional.of(
            new ConsoleClient(
                console.getUserPoolClientId(), Optional.empty(), Optional.of(users.signInOrigin))),
        Optional.of(Users.WRITERS));
  }

  private UserPoolClient program(String id, List<OAuthScope> scopes) {
    OAuthSettings bySecret =
        OAuthSettings.builder()
            .flows(OAuthFlows.builder().clientCredentials(true).build())
            .scopes(scopes)
            .build();
    return withoutApiSignIn(client(id, bySecret).generateSecret(true).build());
  }

  /// Forbids signing in with a password through Cognito's own API; only the flows of OAuth are
  /// allowed. Cognito allows some flows by default if a client names none, and the CDK's builder
  /// cannot name an empty list. Therefore this names one flow, the refresh of a session, which
  /// needs a refresh token and no password.
  private static UserPoolClient withoutApiSignIn(UserPoolClient client) {
    CfnUserPoolClient resource =
        (CfnUserPoolClient)
            Objects.requireNonNull(
                client.getNode().getDefaultChild(), "the client has no default child");
    resource.setExplicitAuthFlows(List.of("ALLOW_REFRESH_TOKEN_AUTH"));
    return client;
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
