package io.cdrwebhooks.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpNoneAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.HttpRouteIntegration;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.IAccessLogSettings;
import software.amazon.awscdk.services.apigatewayv2.LogGroupLogDestination;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// The HTTP door to everything that people, programs and receivers ask: open routes, and routes
/// that want a token.
final class PublicApi extends Construct {
  static final String BASE_PATH = "/bulk/cdr-mgr/v1";

  private final HttpApi api;
  private final DeploymentSettings.Scopes scopes;
  private final HttpJwtAuthorizer tokens;

  PublicApi(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    scopes = settings.scopes();
    api =
        HttpApi.Builder.create(this, "HttpApi")
            .description("CDR Webhooks")
            .createDefaultStage(false)
            .build();
    tokens =
        HttpJwtAuthorizer.Builder.create("Tokens", settings.oidcIssuer().toString())
            .jwtAudience(List.of(settings.audience()))
            .build();
    HttpStage.Builder.create(this, "Stage")
        .httpApi(api)
        .autoDeploy(true)
        .accessLogSettings(accessLog())
        .build();
  }

  /// What comes before the base path in the links that receivers get: https, without a slash at its
  /// end.
  String callbackBaseUrl() {
    return api.getApiEndpoint();
  }

  /// Adds a route that needs no token of the issuer.
  void openRoute(HttpMethod method, String path, HttpRouteIntegration integration) {
    api.addRoutes(route(method, path, integration).authorizer(new HttpNoneAuthorizer()).build());
  }

  /// Adds a route that wants a token with the scope to read, or for any method but GET the scope to
  /// write.
  void guardedRoute(HttpMethod method, String path, HttpRouteIntegration integration) {
    String wanted = method == HttpMethod.GET ? scopes.read() : scopes.write();
    api.addRoutes(
        route(method, path, integration)
            .authorizer(tokens)
            .authorizationScopes(List.of(wanted))
            .build());
  }

  private static AddRoutesOptions.Builder route(
      HttpMethod method, String path, HttpRouteIntegration integration) {
    return AddRoutesOptions.builder()
        .methods(List.of(method))
        .path(BASE_PATH + path)
        .integration(integration);
  }

  /// The route's key stands in for the path, which would carry the tokens of download links into
  /// the log.
  private IAccessLogSettings accessLog() {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("requestId", "$context.requestId");
    line.put("requestTime", "$context.requestTime");
    line.put("routeKey", "$context.routeKey");
    line.put("status", "$context.status");
    line.put("responseLength", "$context.responseLength");
    line.put("responseLatency", "$context.responseLatency");
    line.put("sourceIp", "$context.identity.sourceIp");
    line.put("authorizerError", "$context.authorizer.error");
    line.put("integrationError", "$context.integrationErrorMessage");
    LogGroup log =
        LogGroup.Builder.create(this, "AccessLog").retention(RetentionDays.ONE_MONTH).build();
    AccessLogFormat format = AccessLogFormat.custom(Stack.of(this).toJsonString(line));
    return new IAccessLogSettings() {
      @Override
      public LogGroupLogDestination getDestination() {
        return new LogGroupLogDestination(log);
      }

      @Override
      public AccessLogFormat getFormat() {
        return format;
      }
    };
  }
}
