package io.cdrwebhooks.infra.api;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Tests the distribution in front of the download links, and its firewall.
class LinksFirewallTest {
  private static final Object FIREWALL = inFront("AWS::WAFv2::WebACL");
  private static final Object DISTRIBUTION =
      at(inFront("AWS::CloudFront::Distribution"), "DistributionConfig");

  private static Object inFront(String type) {
    return ((Map<?, ?>) at(other().links, "Resources"))
        .values().stream()
            .filter(resource -> at(resource, "Type").equals(type))
            .map(resource -> at(resource, "Properties"))
            .findAny()
            .orElseThrow();
  }

  @Test
  void deploymentWithoutALinksNameHasNoFirewall() {
    assertThat(EXAMPLE.links).isEmpty();
  }

  @Test
  void addressAboveItsLimitGets429() {
    Object rule = at(FIREWALL, "Rules", 0);

    assertThat(at(FIREWALL, "Scope")).isEqualTo("CLOUDFRONT");
    assertThat(at(rule, "Statement", "RateBasedStatement"))
        .isEqualTo(Map.of("AggregateKeyType", "IP", "EvaluationWindowSec", 300, "Limit", 3_000));
    assertThat(at(rule, "Action", "Block", "CustomResponse", "ResponseCode")).isEqualTo(429);
    assertThat(at(rule, "Action", "Block", "CustomResponse", "ResponseHeaders"))
        .isEqualTo(List.of(Map.of("Name", "Retry-After", "Value", "60")));
  }

  @Test
  void onlyRequestsForLinksPass() {
    Object rule = at(FIREWALL, "Rules", 1);

    assertThat(at(FIREWALL, "DefaultAction")).isEqualTo(Map.of("Block", Map.of()));
    assertThat(at(rule, "Action")).isEqualTo(Map.of("Allow", Map.of()));
    assertThat(at(rule, "Statement", "ByteMatchStatement", "SearchString"))
        .isEqualTo("/bulk/cdr-mgr/v1/cdr-download-files/");
    assertThat(at(rule, "Statement", "ByteMatchStatement", "PositionalConstraint"))
        .isEqualTo("STARTS_WITH");
  }

  /// A stranger who asks the API itself uses up a limit that the distribution does not share.
  @Test
  void requestsThatBypassTheFirewallHaveASeparateLimit() {
    String path = (String) at(DISTRIBUTION, "Origins", 0, "OriginPath");
    Object limits = at(other().only("AWS::ApiGatewayV2::Stage"), "RouteSettings");
    String link = "/bulk/cdr-mgr/v1/cdr-download-files/{token}";

    assertThat(path).as("not to be guessed").matches("/[0-9a-f]{32}");
    assertThat(at(limits, "ANY " + path + link, "ThrottlingRateLimit")).isEqualTo(500);
    assertThat(at(limits, "ANY " + link, "ThrottlingRateLimit"))
        .as("until the distribution of 1.0.0 is updated, it asks here")
        .isEqualTo(500);
    assertThat(
            other().properties("AWS::ApiGatewayV2::Route").values().stream()
                .filter(route -> ((String) at(route, "RouteKey")).endsWith(link))
                .map(route -> at(route, "AuthorizationType")))
        .as("no other way to the links")
        .containsExactly("NONE", "NONE");
  }

  /// Without it a link that needs the header would open for no one.
  @Test
  void signatureOfARequestPasses() {
    Object policy =
        at(inFront("AWS::CloudFront::OriginRequestPolicy"), "OriginRequestPolicyConfig");

    assertThat(at(policy, "HeadersConfig"))
        .isEqualTo(Map.of("HeaderBehavior", "whitelist", "Headers", List.of("X-CDR-Signature")));
    assertThat(at(DISTRIBUTION, "DefaultCacheBehavior", "OriginRequestPolicyId")).isNotNull();
  }

  /// API Gateway answers some requests itself, without the function's headers.
  @Test
  void everyAnswerTellsBrowsersToRunAndKeepNothing() {
    Object policy =
        at(inFront("AWS::CloudFront::ResponseHeadersPolicy"), "ResponseHeadersPolicyConfig");
    Object headers = at(policy, "SecurityHeadersConfig");

    assertThat(at(headers, "ContentSecurityPolicy", "ContentSecurityPolicy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    assertThat(at(headers, "ContentTypeOptions", "Override")).isEqualTo(true);
    assertThat(at(headers, "ReferrerPolicy", "ReferrerPolicy")).isEqualTo("no-referrer");
    assertThat(at(headers, "StrictTransportSecurity", "AccessControlMaxAgeSec"))
        .isEqualTo(31_536_000);
    assertThat(at(policy, "CustomHeadersConfig", "Items", 0, "Value")).isEqualTo("no-store");
    assertThat(at(DISTRIBUTION, "DefaultCacheBehavior", "ResponseHeadersPolicyId", "Ref"))
        .asString()
        .startsWith("Answers");
  }

  /// A sample would show tokens, as would a log of the distribution.
  @Test
  void tokensAreNotSampledOrLogged() {
    assertThat(at(FIREWALL, "VisibilityConfig", "SampledRequestsEnabled")).isEqualTo(false);
    for (Object rule : (List<?>) at(FIREWALL, "Rules")) {
      assertThat(at(rule, "VisibilityConfig", "SampledRequestsEnabled")).isEqualTo(false);
    }
    assertThat(has(DISTRIBUTION, "Logging")).isFalse();
  }

  @Test
  void distributionAsksTheApiForEachRequest() {
    assertThat(at(DISTRIBUTION, "Aliases")).isEqualTo(List.of("links.example.com"));
    assertThat(at(DISTRIBUTION, "Origins", 0, "DomainName")).isEqualTo("cdr.example.com");
    assertThat(at(DISTRIBUTION, "Origins", 0, "CustomOriginConfig", "OriginProtocolPolicy"))
        .isEqualTo("https-only");
    assertThat(at(DISTRIBUTION, "DefaultCacheBehavior", "CachePolicyId"))
        .as("AWS's policy CachingDisabled")
        .isEqualTo("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assertThat(at(DISTRIBUTION, "DefaultCacheBehavior", "ViewerProtocolPolicy"))
        .isEqualTo("https-only");
    assertThat((String) at(DISTRIBUTION, "WebACLId", "Fn::GetAtt", 0)).startsWith("Firewall");
  }
}
