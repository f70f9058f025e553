package io.cdrwebhooks.infra.api;

import io.cdrwebhooks.configapi.http.Route;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpNoneAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.HttpRouteIntegration;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;

/// The HTTP routes for people, programs and receivers: open ones, and ones that require a token.
public final class PublicApi {
  /// The limit of routes that create messages, requests to receivers, or jobs over many deliveries.
  private static final ThrottleSettings CHANGES =
      ThrottleSettings.builder().rateLimit(10).burstLimit(20).build();

  /// The limit of clients without a token. It is separate, so that they do not reduce the limit of
  /// clients with one.
  private static final ThrottleSettings OPEN_ROUTE_LIMITS =
      ThrottleSettings.builder().rateLimit(5).burstLimit(10).build();

  /// The limit of receivers' requests: ten receivers may send as many as a configuration's limit
  /// allows. Strangers share it, but do not reduce the limit of links.
  private static final ThrottleSettings RECEIVER_REQUESTS =
      ThrottleSettings.builder().rateLimit(100).burstLimit(200).build();

  private final ApiEndpoint endpoint;
  private final ThrottleSettings links;
  private final Optional<String> distributionPath;
  public final TokenRules rules;
  private final HttpJwtAuthorizer tokens;

  /// `linksPerSecond` limits the answered requests for download links. Every report causes one, and
  /// a receiver with a backlog sends many at once. `distributionPath` is the path at which a
  /// distribution in front of links asks the API, if there is one.
  public PublicApi(
      ApiEndpoint endpoint,
      TokenRules rules,
      int linksPerSecond,
      Optional<String> distributionPath) {
    this.endpoint = endpoint;
    this.distributionPath = distributionPath;
    links =
        ThrottleSettings.builder().rateLimit(linksPerSecond).burstLimit(2 * linksPerSecond).build();
    this.rules = rules;
    tokens =
        HttpJwtAuthorizer.Builder.create("Tokens", rules.issuer())
            .jwtAudience(rules.audience())
            .build();
  }

  /// Returns the part before the base path in links: see [ApiEndpoint#linksAddress()].
  public String callbackBaseUrl() {
    return endpoint.linksAddress();
  }

  /// Adds the route of download links, whose token is the only credential.
  ///
  /// A distribution has a separate route and limit. A stranger does not know its path, so a
  /// stranger can use up only the limit of the public route. Both limits are equal: until an
  /// earlier version's distribution is updated, all links are requested on the public route.
  public void linkRoute(String path, HttpRouteIntegration integration) {
    linkRoute(links, Route.BASE + path, integration);
    if (distributionPath.isPresent()) {
      linkRoute(links, distributionPath.get() + Route.BASE + path, integration);
    }
  }

  private void linkRoute(ThrottleSettings limits, String path, HttpRouteIntegration integration) {
    add(
        HttpMethod.ANY,
        limits,
        routeAt(HttpMethod.ANY, path, integration).authorizer(new HttpNoneAuthorizer()).build());
  }

  /// Adds the route of receivers' requests, whose signature is the only credential.
  public void receiverRequestRoute(String path, HttpRouteIntegration integration) {
    add(
        HttpMethod.POST,
        RECEIVER_REQUESTS,
        route(HttpMethod.POST, path, integration).authorizer(new HttpNoneAuthorizer()).build());
  }

  /// Adds a route that needs no token.
  public void openRoute(HttpMethod method, String path, HttpRouteIntegration integration) {
    add(
        method,
        OPEN_ROUTE_LIMITS,
        route(method, path, integration).authorizer(new HttpNoneAuthorizer()).build());
  }

  /// Adds the route of an operation, which requires a token with the operation's scope.
  public void guardedRoute(Route route, HttpRouteIntegration integration) {
    HttpMethod method = HttpMethod.valueOf(route.method());
    AddRoutesOptions options =
        route(method, route.template(), integration)
            .authorizer(tokens)
            .authorizationScopes(List.of(rules.scopes().wantedBy(route.method())))
            .build();
    if (route.changes()) {
      add(method, CHANGES, options);
    } else {
      endpoint.api.addRoutes(options);
    }
  }

  private void add(HttpMethod method, ThrottleSettings limits, AddRoutesOptions options) {
    String routeKey = method + " " + options.getPath();
    endpoint.api.addRoutes(options).forEach(route -> endpoint.throttle(route, routeKey, limits));
  }

  private static AddRoutesOptions.Builder route(
      HttpMethod method, String path, HttpRouteIntegration integration) {
    return routeAt(method, Route.BASE + path, integration);
  }

  private static AddRoutesOptions.Builder routeAt(
      HttpMethod method, String path, HttpRouteIntegration integration) {
    return AddRoutesOptions.builder().methods(List.of(method)).path(path).integration(integration);
  }
}
