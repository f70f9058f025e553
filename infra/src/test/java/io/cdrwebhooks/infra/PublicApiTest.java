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
            Map.entry("GET /webhook-configurations", "[cdr/see]"),
            Map.entry("POST /webhook-configurations", "[cdr/do]"),
            Map.entry("GET /webhook-configurations/{id}", "[cdr/see]"),
            Map.entry("PUT /webhook-configurations/{id}", "[cdr/do]"),
            Map.entry("DELETE /webhook-configurations/{id}", "[cdr/do]"),
            Map.entry("POST /webhook-configurations/{id}/signature", "[cdr/do]"),
            Map.entry("POST /webhook-configurations/{id}/test", "[cdr/do]"),
            Map.entry("GET /cdr-tasks", "[cdr/see]"),
            Map.entry("GET /cdr-tasks/{taskId}", "[cdr/see]"),
            Map.entry("PUT /cdr-tasks/{taskId}", "[cdr/do]"),
            Map.entry("DELETE /cdr-tasks/{taskId}", "[cdr/do]"),
            Map.entry("GET /deliveries", "[cdr/see]"),
            Map.entry("GET /deliveries/{id}", "[cdr/see]"),
            Map.entry("POST /deliveries/{id}/redeliver", "[cdr/do]"),
            Map.entry("DELETE /deliveries/{id}/links", "[cdr/do]"),
            Map.entry("POST /recoveries", "[cdr/do]"),
            Map.entry("GET /recoveries/{id}", "[cdr/see]"),
            Map.entry("GET /statistics", "[cdr/see]"),
            Map.entry("GET /platform", "[cdr/see]"));
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
