package io.cdrwebhooks.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpNoneAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.HttpRouteIntegration;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;

/// The HTTP door to everything that people, programs and receivers ask: open routes, and routes
/// that want a token.
final class PublicApi {
  static final String BASE_PATH = "/bulk/cdr-mgr/v1";

  /// Every report brings its receiver here, and a receiver that is behind fetches many at once.
  private static final ThrottleSettings LINKS =
      ThrottleSettings.builder().rateLimit(500).burstLimit(1_000).build();

  /// Each of these makes messages, requests to receivers, or jobs over many deliveries.
  private static final ThrottleSettings CHANGES =
      ThrottleSettings.builder().rateLimit(10).burstLimit(20).build();

  /// Whoever asks these needs no token, so they take nothing from the requests of those who have
  /// one.
  private static final ThrottleSettings OPEN =
      ThrottleSettings.builder().rateLimit(5).burstLimit(10).build();

  private final ApiEndpoint endpoint;
  private final TokenRules rules;
  private final HttpJwtAuthorizer tokens;

  PublicApi(ApiEndpoint endpoint, TokenRules rules) {
    this.endpoint = endpoint;
    this.rules = rules;
    tokens =
        HttpJwtAuthorizer.Builder.create("Tokens", rules.issuer())
            .jwtAudience(rules.audience())
            .build();
  }

  /// What comes before the base path in links: see [ApiEndpoint#address()].
  String callbackBaseUrl() {
    return endpoint.address();
  }

  /// What the function behind guarded routes is told of scopes: it looks at them again.
  void putScopes(Map<FunctionSetting, String> environment) {
    environment.put(FunctionSetting.READ_SCOPE, rules.readScope());
    environment.put(FunctionSetting.WRITE_SCOPE, rules.writeScope());
  }

  /// Adds the route of download links, whose token is their only credential.
  void linkRoute(String path, HttpRouteIntegration integration) {
    add(
        HttpMethod.ANY,
        LINKS,
        route(HttpMethod.ANY, path, integration).authorizer(new HttpNoneAuthorizer()).build());
  }

  /// Adds a route that needs no token of the issuer.
  void openRoute(HttpMethod method, String path, HttpRouteIntegration integration) {
    add(
        method,
        OPEN,
        route(method, path, integration).authorizer(new HttpNoneAuthorizer()).build());
  }

  /// Adds a route that wants a token with the scope to read, or for any method but GET the scope to
  /// write.
  void guardedRoute(HttpMethod method, String path, HttpRouteIntegration integration) {
    boolean reads = method == HttpMethod.GET;
    AddRoutesOptions options =
        route(method, path, integration)
            .authorizer(tokens)
            .authorizationScopes(List.of(reads ? rules.readScope() : rules.writeScope()))
            .build();
    if (reads) {
      endpoint.api.addRoutes(options);
    } else {
      add(method, CHANGES, options);
    }
  }

  private void add(HttpMethod method, ThrottleSettings limits, AddRoutesOptions options) {
    String routeKey = method + " " + options.getPath();
    endpoint.api.addRoutes(options).forEach(route -> endpoint.throttle(route, routeKey, limits));
  }

  private static AddRoutesOptions.Builder route(
      HttpMethod method, String path, HttpRouteIntegration integration) {
    return AddRoutesOptions.builder()
        .methods(List.of(method))
        .path(BASE_PATH + path)
        .integration(integration);
  }
}
