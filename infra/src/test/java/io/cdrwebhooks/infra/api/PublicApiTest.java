package io.cdrwebhooks.infra.api;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static io.cdrwebhooks.infra.SynthesisedDeployment.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.http.Route;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Tests which routes there are, who may use them, and how often.
class PublicApiTest {
  private static final String RECEIVER_REQUESTS = "POST /bulk/cdr-mgr/v1/receiver-requests";

  /// The functions themselves refuse other methods of the open paths.
  @Test
  void everyOperationIsARouteThatRequiresItsScope() {
    Map<String, String> wanted = new TreeMap<>();
    wanted.put("GET /bulk/cdr-mgr/v1/health", "open");
    wanted.put("ANY /bulk/cdr-mgr/v1/cdr-download-files/{token}", "open");
    wanted.put(RECEIVER_REQUESTS, "open");
    for (Route route : Route.values()) {
      wanted.put(
          route.method() + " " + Route.BASE + route.template(),
          route.changes() ? "[reports:write]" : "[reports:read]");
    }
    Map<String, String> routed = new TreeMap<>();
    for (Object route : EXAMPLE.properties("AWS::ApiGatewayV2::Route").values()) {
      boolean guarded = at(route, "AuthorizationType").equals("JWT");
      routed.put(
          (String) at(route, "RouteKey"),
          guarded ? String.valueOf(at(route, "AuthorizationScopes")) : "open");
    }

    assertThat(routed).isEqualTo(wanted);
  }

  @Test
  void tokensOfTheIssuerForOurAudienceAreAccepted() {
    Object authorizer = EXAMPLE.only("AWS::ApiGatewayV2::Authorizer");

    assertThat(at(authorizer, "AuthorizerType")).isEqualTo("JWT");
    assertThat(at(authorizer, "JwtConfiguration"))
        .isEqualTo(
            Map.of(
                "Issuer", "https://login.example.com/tenant", "Audience", List.of("cdr-webhooks")));
  }

  @Test
  void userPoolTokensAreAcceptedFromItsClients() {
    Object authorizer = other().only("AWS::ApiGatewayV2::Authorizer");
    List<?> audience = (List<?>) at(authorizer, "JwtConfiguration", "Audience");

    assertThat(at(authorizer, "JwtConfiguration", "Issuer").toString())
        .contains("ExportsOutputFnGetAttUsersPool");
    assertThat(audience).hasSize(3);
    for (Object client : audience) {
      assertThat(other().idsOf("AWS::Cognito::UserPoolClient"))
          .contains((String) at(client, "Ref"));
    }
    for (Object route : other().properties("AWS::ApiGatewayV2::Route").values()) {
      if (has(route, "AuthorizationScopes")) {
        assertThat(((List<?>) at(route, "AuthorizationScopes")).getFirst())
            .isIn("webhooks/read", "webhooks/write");
      }
    }
  }

  @Test
  void onlyWritingProgramsGetTheWriteScope() {
    assertThat(scopes("ClientsPrograms")).containsExactly("webhooks/read");
    assertThat(scopes("ClientsWritingPrograms")).containsExactly("webhooks/read", "webhooks/write");
    assertThat(scopes("ClientsConsole"))
        .containsExactly("openid", "webhooks/read", "webhooks/write");
  }

  private static List<String> scopes(String client) {
    return ((List<?>) at(client(client), "AllowedOAuthScopes"))
        .stream().map(scope -> text(scope).replaceAll("\\{.*}", "webhooks")).toList();
  }

  private static Object client(String id) {
    return other().named("AWS::Cognito::UserPoolClient", id);
  }

  /// Otherwise Cognito allows more: ALLOW_USER_SRP_AUTH and ALLOW_CUSTOM_AUTH.
  @Test
  void userPoolClientsAllowOnlyRefreshTokens() {
    assertThat(other().properties("AWS::Cognito::UserPoolClient").values())
        .hasSize(3)
        .allSatisfy(
            client ->
                assertThat(at(client, "ExplicitAuthFlows"))
                    .isEqualTo(List.of("ALLOW_REFRESH_TOKEN_AUTH")));
  }

  @Test
  void userPoolHasTheGroupThatTheFunctionAsksFor() {
    Object api = other().functions().get("io.cdrwebhooks.configapi.ConfigApiHandler");

    assertThat(at(other().only("AWS::Cognito::UserPoolGroup"), "GroupName")).isEqualTo("writers");
    assertThat(at(api, "Environment", "Variables", "WRITERS_GROUP")).isEqualTo("writers");
    assertThat(EXAMPLE.properties("AWS::Cognito::UserPoolGroup")).isEmpty();
  }

  /// A group with the fixed name, left by an update that was rolled back, would stop every later
  /// one.
  @Test
  void groupStaysUnlessItsFirstUpdateIsRolledBack() {
    for (Object group : other().resources("AWS::Cognito::UserPoolGroup").values()) {
      assertThat(at(group, "DeletionPolicy")).isEqualTo("RetainExceptOnCreate");
      assertThat(at(group, "UpdateReplacePolicy")).isEqualTo("Retain");
    }
  }

  @Test
  void signUpIsOffAndASecondFactorRequired() {
    Object pool = other().only("AWS::Cognito::UserPool");

    assertThat(at(pool, "AdminCreateUserConfig", "AllowAdminCreateUserOnly")).isEqualTo(true);
    assertThat(at(pool, "MfaConfiguration")).isEqualTo("ON");
    assertThat(at(pool, "EnabledMfas")).isEqualTo(List.of("SOFTWARE_TOKEN_MFA"));
  }

  @Test
  void consoleSignsInByCodeAndReturnsToItself() {
    Object console =
        other().properties("AWS::Cognito::UserPoolClient").values().stream()
            .filter(client -> has(client, "CallbackURLs"))
            .findAny()
            .orElseThrow();

    assertThat(at(console, "AllowedOAuthFlows")).isEqualTo(List.of("code"));
    assertThat(at(console, "CallbackURLs"))
        .isEqualTo(List.of("https://console.example.com/console/"));
    assertThat(at(console, "LogoutURLs"))
        .isEqualTo(List.of("https://console.example.com/console/"));
    assertThat(at(console, "GenerateSecret")).isEqualTo(false);
    assertThat(((List<?>) at(console, "AllowedOAuthScopes")).getFirst()).isEqualTo("openid");
    // In minutes; the console drops it.
    assertThat(at(console, "RefreshTokenValidity")).isEqualTo(60);
  }

  @Test
  void everyRouteIsThrottledAndChangesMost() {
    Object stage = EXAMPLE.only("AWS::ApiGatewayV2::Stage");
    Map<?, ?> limits = (Map<?, ?>) at(stage, "RouteSettings");

    assertThat(at(stage, "DefaultRouteSettings", "ThrottlingRateLimit")).isEqualTo(50);
    assertThat(at(limits, "ANY /bulk/cdr-mgr/v1/cdr-download-files/{token}", "ThrottlingRateLimit"))
        .isEqualTo(1_000);
    assertThat(at(limits, "GET /bulk/cdr-mgr/v1/health", "ThrottlingRateLimit"))
        .as("clients without a token take nothing from those with one")
        .isEqualTo(5);
    assertThat(at(limits, RECEIVER_REQUESTS, "ThrottlingRateLimit")).isEqualTo(100);
    for (Object route : EXAMPLE.properties("AWS::ApiGatewayV2::Route").values()) {
      String key = (String) at(route, "RouteKey");
      if (!key.matches("(GET|ANY) .*") && !key.equals(RECEIVER_REQUESTS)) {
        assertThat(at(limits, key, "ThrottlingRateLimit")).as(key).isEqualTo(10);
      }
    }
  }

  /// Otherwise CloudFormation would create the stage before the routes that it names.
  @Test
  void stageIsCreatedAfterItsRoutes() {
    Object stage = EXAMPLE.resources("AWS::ApiGatewayV2::Stage").values().iterator().next();
    Map<?, ?> limits = (Map<?, ?>) at(stage, "Properties", "RouteSettings");

    EXAMPLE
        .properties("AWS::ApiGatewayV2::Route")
        .forEach(
            (id, route) -> {
              if (limits.containsKey(at(route, "RouteKey"))) {
                assertThat((List<?>) at(stage, "DependsOn")).asString().contains(id);
              }
            });
  }

  @Test
  void otherOriginsMayNotCallTheApi() {
    assertThat(has(EXAMPLE.only("AWS::ApiGatewayV2::Api"), "CorsConfiguration")).isFalse();
  }

  @Test
  void accessLogNamesTheRouteAndNeverThePath() {
    assertThat(accessLog())
        .contains("$context.requestId", "$context.routeKey")
        .doesNotContainIgnoringCase("path")
        .doesNotContain("$context.customDomain");
  }

  /// The names are those of the gateway's manual, "Customizing HTTP API access logs".
  @Test
  void accessLogNamesTheSubjectAndTheClientAndNoOtherClaim() {
    assertThat(accessLog())
        .contains(
            "\"subject\":\"$context.authorizer.claims.sub\"",
            "\"clientId\":\"$context.authorizer.claims.client_id\"");
    assertThat(accessLog().split("\\$context.authorizer.claims", -1)).hasSize(3);
  }

  private static String accessLog() {
    return (String) at(EXAMPLE.only("AWS::ApiGatewayV2::Stage"), "AccessLogSettings", "Format");
  }

  @Test
  void throttledRequestsAreCountedFromTheAccessLog() {
    assertThat(EXAMPLE.properties("AWS::Logs::MetricFilter").values())
        .anySatisfy(
            filter -> {
              assertThat(at(filter, "FilterPattern")).isEqualTo("{ $.status = \"429\" }");
              assertThat((String) at(filter, "LogGroupName", "Ref"))
                  .startsWith("PublicApiAccessLog");
            });
    assertThat((String) at(EXAMPLE.only("AWS::ApiGatewayV2::Stage"), "AccessLogSettings", "Format"))
        .contains("\"status\":\"$context.status\"");
  }

  @Test
  void customDomainLeadsToTheStage() {
    assertThat(at(other().only("AWS::ApiGatewayV2::DomainName"), "DomainName"))
        .isEqualTo("cdr.example.com");
    assertThat(
            at(
                other().only("AWS::ApiGatewayV2::DomainName"),
                "DomainNameConfigurations",
                0,
                "SecurityPolicy"))
        .isEqualTo("TLS_1_2");
    assertThat(other().idsOf("AWS::ApiGatewayV2::ApiMapping")).hasSize(1);
  }
}
