package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedTemplate.TEMPLATE;
import static io.cdrwebhooks.infra.SynthesisedTemplate.at;
import static io.cdrwebhooks.infra.SynthesisedTemplate.properties;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

/// The routes and who may use them.
class PublicApiTest {
  @Test
  void eachRouteWantsItsScopeAndOnlyLinksAndHealthAreOpen() {
    Map<String, String> wanted = new TreeMap<>();
    for (Object route : properties("AWS::ApiGatewayV2::Route").values()) {
      String scopes =
          at(route, "AuthorizationType").equals("JWT")
              ? String.valueOf(at(route, "AuthorizationScopes"))
              : "open";
      wanted.put(((String) at(route, "RouteKey")).replace("/bulk/cdr-mgr/v1", ""), scopes);
    }

    assertThat(wanted)
        .containsOnly(
            Map.entry("ANY /cdr-download-files/{token}", "open"),
            Map.entry("GET /health", "open"),
            Map.entry("GET /webhook-configurations", "[webhooks/read]"),
            Map.entry("POST /webhook-configurations", "[webhooks/write]"),
            Map.entry("GET /webhook-configurations/{id}", "[webhooks/read]"),
            Map.entry("PUT /webhook-configurations/{id}", "[webhooks/write]"),
            Map.entry("DELETE /webhook-configurations/{id}", "[webhooks/write]"),
            Map.entry("POST /webhook-configurations/{id}/signature", "[webhooks/write]"),
            Map.entry("POST /webhook-configurations/{id}/test", "[webhooks/write]"),
            Map.entry("GET /cdr-tasks", "[webhooks/read]"),
            Map.entry("GET /cdr-tasks/{taskId}", "[webhooks/read]"),
            Map.entry("PUT /cdr-tasks/{taskId}", "[webhooks/write]"),
            Map.entry("DELETE /cdr-tasks/{taskId}", "[webhooks/write]"),
            Map.entry("GET /deliveries", "[webhooks/read]"),
            Map.entry("GET /deliveries/{id}", "[webhooks/read]"),
            Map.entry("POST /deliveries/{id}/redeliver", "[webhooks/write]"),
            Map.entry("DELETE /deliveries/{id}/links", "[webhooks/write]"),
            Map.entry("POST /recoveries", "[webhooks/write]"),
            Map.entry("GET /recoveries/{id}", "[webhooks/read]"));
  }

  @Test
  void everyRouteLiesUnderTheBasePath() {
    TEMPLATE.allResourcesProperties(
        "AWS::ApiGatewayV2::Route",
        Match.objectLike(
            Map.of("RouteKey", Match.stringLikeRegexp("^[A-Z]+ /bulk/cdr-mgr/v1/[a-z].*"))));
  }

  @Test
  void tokensOfTheIssuerForOurAudienceAreAccepted() {
    TEMPLATE.resourceCountIs("AWS::ApiGatewayV2::Authorizer", 1);
    TEMPLATE.hasResourceProperties(
        "AWS::ApiGatewayV2::Authorizer",
        Match.objectLike(
            Map.of(
                "AuthorizerType",
                "JWT",
                "JwtConfiguration",
                Map.of(
                    "Issuer",
                    "https://login.example.com/tenant",
                    "Audience",
                    List.of("cdr-webhooks")))));
  }

  @Test
  void accessLogNamesTheRouteAndNeverThePath() {
    for (Object stage : properties("AWS::ApiGatewayV2::Stage").values()) {
      assertThat((String) at(stage, "AccessLogSettings", "Format"))
          .contains("$context.requestId", "$context.routeKey")
          .doesNotContainIgnoringCase("path")
          .doesNotContain("$context.customDomain", "$context.authorizer.claims");
    }
    TEMPLATE.resourceCountIs("AWS::ApiGatewayV2::Stage", 1);
  }
}
