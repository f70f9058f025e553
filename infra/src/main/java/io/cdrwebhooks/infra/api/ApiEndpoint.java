package io.cdrwebhooks.infra.api;

import io.cdrwebhooks.infra.cdk.LogRetention;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Domain;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.DomainMappingOptions;
import software.amazon.awscdk.services.apigatewayv2.DomainName;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.IAccessLogSettings;
import software.amazon.awscdk.services.apigatewayv2.LogGroupLogDestination;
import software.amazon.awscdk.services.apigatewayv2.SecurityPolicy;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// The endpoint of the API: its address, its log, and its rate limits.
///
/// It has no CORS rules. The console is served from the API's origin (decision 21), so no page of
/// another origin may call it.
public final class ApiEndpoint extends Construct {
  /// The shared limit of all routes without a separate limit.
  private static final ThrottleSettings USUAL =
      ThrottleSettings.builder().rateLimit(50).burstLimit(100).build();

  /// The metric of requests that the API or links answered with 429.
  public static final String REQUESTS_THROTTLED = "RequestsThrottled";

  public final HttpApi api;
  private final HttpStage stage;
  private final Optional<Domain> domain;
  private final Optional<Domain> links;
  private final Map<String, Object> routeSettings = new LinkedHashMap<>();

  public ApiEndpoint(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    domain = settings.domains().api();
    links = settings.domains().links();
    api =
        HttpApi.Builder.create(this, "HttpApi")
            .description("CDR Webhooks")
            .createDefaultStage(false)
            .build();
    LogGroup log = LogRetention.log(this, "AccessLog", settings);
    LogRetention.count(
        log, FilterPattern.stringValue("$.status", "=", "429"), REQUESTS_THROTTLED, settings);
    HttpStage.Builder builder =
        HttpStage.Builder.create(this, "Stage")
            .httpApi(api)
            .autoDeploy(true)
            .throttle(USUAL)
            .accessLogSettings(accessLog(log));
    domain.ifPresent(given -> builder.domainMapping(mapping(given)));
    stage = builder.build();
  }

  /// Returns the API's address without the base path: https, without a final slash.
  public String address() {
    return domain.map(given -> "https://" + given.name()).orElseGet(api::getApiEndpoint);
  }

  /// Returns the address of the links that receivers get.
  String linksAddress() {
    return links.map(given -> "https://" + given.name()).orElseGet(this::address);
  }

  /// Returns the secret with which the console's distribution proves its identity to the function:
  /// the part of the stack's id that AWS generates. Strangers do not know it. Roles of the account
  /// know it if they may list stacks, read a resource's tags (`aws:cloudformation:stack-id`), or
  /// read the function or the distribution.
  public static String distributionSecret() {
    return Fn.select(2, Fn.split("/", Aws.STACK_ID));
  }

  public String host() {
    return domain
        .map(Domain::name)
        .orElseGet(() -> Fn.select(2, Fn.split("/", api.getApiEndpoint())));
  }

  /// Limits a route to a rate of requests a second, and to a burst.
  void throttle(HttpRoute route, String routeKey, ThrottleSettings limits) {
    routeSettings.put(
        routeKey,
        // Sorted, so that the template is the same each time.
        new TreeMap<>(
            Map.of(
                "ThrottlingRateLimit", limits.getRateLimit(),
                "ThrottlingBurstLimit", limits.getBurstLimit())));
    CfnStage resource =
        (CfnStage)
            Objects.requireNonNull(
                stage.getNode().getDefaultChild(), "the stage has no default child");
    resource.setRouteSettings(new LinkedHashMap<>(routeSettings));
    // The stage names the route, which must exist first.
    stage.getNode().addDependency(route);
  }

  private DomainMappingOptions mapping(Domain given) {
    DomainName name =
        DomainName.Builder.create(this, "Domain")
            .domainName(given.name())
            .certificate(
                Certificate.fromCertificateArn(this, "Certificate", given.certificateArn()))
            .securityPolicy(SecurityPolicy.TLS_1_2)
            .build();
    CfnOutput.Builder.create(Stack.of(this), "ApiDomainTarget")
        .value(name.getRegionalDomainName())
        .description("Point " + given.name() + " here with a CNAME or an alias")
        .build();
    return DomainMappingOptions.builder().domainName(name).build();
  }

  /// Logs the route's key instead of the path, which would write the tokens of download links to
  /// the log. From an API token it logs the subject and the client.
  private IAccessLogSettings accessLog(LogGroup log) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("requestId", "$context.requestId");
    line.put("requestTime", "$context.requestTime");
    line.put("routeKey", "$context.routeKey");
    line.put("status", "$context.status");
    line.put("responseLength", "$context.responseLength");
    line.put("responseLatency", "$context.responseLatency");
    line.put("sourceIp", "$context.identity.sourceIp");
    line.put("subject", "$context.authorizer.claims.sub");
    line.put("clientId", "$context.authorizer.claims.client_id");
    line.put("authorizerError", "$context.authorizer.error");
    line.put("integrationError", "$context.integrationErrorMessage");
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
