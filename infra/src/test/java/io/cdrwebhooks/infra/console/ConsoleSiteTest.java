package io.cdrwebhooks.infra.console;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests the console's pages: who may read them, which headers they have, and what else their
/// origin serves.
class ConsoleSiteTest {
  private static final Object SITE =
      at(EXAMPLE.only("AWS::CloudFront::Distribution"), "DistributionConfig");

  @Test
  void pagesCarryTheContentSecurityPolicyAndTheOtherHeaders() {
    String origins = " https://login.example.com https://tokens.example.com";
    assertGuarded(at(SITE, "DefaultCacheBehavior"), origins, "'none'");
    assertGuarded(behaviour("/console/assets/*"), origins, "'none'");
    assertGuarded(behaviour("/docs/*"), "", "default dompurify");
  }

  private static void assertGuarded(Object behaviour, String origins, String types) {
    Object policy = at(headers(behaviour), "ResponseHeadersPolicyConfig");
    Object headers = at(policy, "SecurityHeadersConfig");
    assertThat(at(headers, "ContentSecurityPolicy", "ContentSecurityPolicy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'"
                + origins
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                + "; require-trusted-types-for 'script'; trusted-types "
                + types);
    assertThat(at(headers, "ContentTypeOptions", "Override")).isEqualTo(true);
    assertThat(at(headers, "FrameOptions", "FrameOption")).isEqualTo("DENY");
    assertThat(at(headers, "ReferrerPolicy", "ReferrerPolicy")).isEqualTo("no-referrer");
    assertThat(at(headers, "StrictTransportSecurity", "AccessControlMaxAgeSec"))
        .isEqualTo(31_536_000);
    assertThat((List<?>) at(policy, "CustomHeadersConfig", "Items"))
        .anyMatch(
            header ->
                at(header, "Header").equals("Cross-Origin-Opener-Policy")
                    && at(header, "Value").equals("same-origin"));
  }

  /// API Gateway answers 401 itself, without the functions' headers.
  @Test
  void answersOfApiGatewayCarryTheFunctionsHeaders() {
    Object policy = headers(behaviour("/bulk/cdr-mgr/v1/*"));
    Object headers = at(policy, "ResponseHeadersPolicyConfig", "SecurityHeadersConfig");
    assertThat(at(headers, "ContentSecurityPolicy", "ContentSecurityPolicy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    assertThat(at(headers, "ContentTypeOptions", "Override")).isEqualTo(true);
    assertThat(at(headers, "StrictTransportSecurity", "AccessControlMaxAgeSec"))
        .isEqualTo(31_536_000);
  }

  @Test
  void pagesAreRevalidatedAndScriptsCachedForAYear() {
    assertThat(cacheControl(at(SITE, "DefaultCacheBehavior"))).isEqualTo("no-cache");
    assertThat(cacheControl(behaviour("/console/assets/*")))
        .isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void filesAreReadByThisDistributionAlone() {
    Object policy = EXAMPLE.named("AWS::S3::BucketPolicy", "ConsoleFiles");
    List<?> allowed =
        ((List<?>) at(policy, "PolicyDocument", "Statement"))
            .stream().filter(statement -> at(statement, "Effect").equals("Allow")).toList();

    assertThat(allowed).hasSize(1);
    assertThat(at(allowed.getFirst(), "Principal"))
        .isEqualTo(Map.of("Service", "cloudfront.amazonaws.com"));
    assertThat(at(allowed.getFirst(), "Action")).isEqualTo("s3:GetObject");
    assertThat(at(allowed.getFirst(), "Condition", "StringEquals", "AWS:SourceArn"))
        .asString()
        .contains(EXAMPLE.idsOf("AWS::CloudFront::Distribution").iterator().next());
    assertThat(EXAMPLE.idsOf("AWS::CloudFront::OriginAccessControl")).hasSize(1);
  }

  @Test
  void apiRequestsPassUnchangedAndUncached() {
    Object api = behaviour("/bulk/cdr-mgr/v1/*");

    assertThat((List<?>) at(api, "AllowedMethods")).hasSize(7);
    // Managed-CachingDisabled and Managed-AllViewerExceptHostHeader.
    assertThat(at(api, "CachePolicyId")).isEqualTo("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assertThat(at(api, "OriginRequestPolicyId")).isEqualTo("b689b0a8-53d0-40ab-baf2-68738e2966ac");
    assertThat(at(api, "ViewerProtocolPolicy")).isEqualTo("https-only");
    assertThat(at(origin(api), "CustomOriginConfig", "OriginProtocolPolicy"))
        .isEqualTo("https-only");
  }

  /// With it the function believes the distribution's list of addresses.
  @Test
  void distributionProvesItselfToTheFunctionOnly() {
    List<?> headers = (List<?>) at(origin(behaviour("/bulk/cdr-mgr/v1/*")), "OriginCustomHeaders");
    Object secret =
        at(
            EXAMPLE.functions().get("io.cdrwebhooks.configapi.ConfigApiHandler"),
            "Environment",
            "Variables",
            "DISTRIBUTION_SECRET");

    assertThat(headers)
        .isEqualTo(List.of(Map.of("HeaderName", "x-cdr-distribution", "HeaderValue", secret)));
    assertThat(secret.toString()).contains("Fn::Select", "AWS::StackId");
    for (Object origin : (List<?>) at(SITE, "Origins")) {
      assertThat(has(origin, "OriginCustomHeaders")).isEqualTo(has(origin, "CustomOriginConfig"));
    }
  }

  /// CloudFront's logs and its viewers' history would contain tokens, and it hides the address from
  /// which a receiver asks.
  @Test
  void consoleOriginServesNoReceiverPaths() {
    List<?> behaviours = (List<?>) at(SITE, "CacheBehaviors");
    List<Object> paths = behaviours.stream().<Object>map(each -> at(each, "PathPattern")).toList();

    assertThat(paths)
        .containsExactly(
            "/console/assets/*",
            "/docs/*",
            "/bulk/cdr-mgr/v1/cdr-download-files/*",
            "/bulk/cdr-mgr/v1/receiver-requests",
            "/bulk/cdr-mgr/v1/*");
    assertThat(has(origin(behaviours.get(2)), "S3OriginConfig")).isTrue();
    assertThat(has(origin(behaviours.get(3)), "S3OriginConfig")).isTrue();
  }

  /// The example's issuer describes itself, and requires the API's audience.
  @Test
  void consoleGetsTheSignInPage() throws IOException {
    assertThat(at(EXAMPLE.only("Custom::CDKBucketDeployment"), "Prune")).isEqualTo(false);
    assertThat(EXAMPLE.signInFile())
        .isEqualTo(
            Map.of(
                "issuer", "https://login.example.com/tenant",
                "clientId", "console",
                "scope", "reports:read reports:write",
                "audience", "cdr-webhooks"));
  }

  @Test
  void consoleGetsTheEndpointsOfTheUserPool() throws IOException {
    Map<String, Object> file = other().signInFile();
    String pool =
        "https://cdr-webhooks-otherwithlongestname-{AWS::AccountId}.auth.{AWS::Region}.amazoncognito.com";

    assertThat(file).containsOnlyKeys("issuer", "clientId", "scope", "endpoints");
    assertThat(file.get("issuer")).asString().contains("UsersPool", "ProviderURL");
    assertThat(file.get("clientId")).asString().contains("ClientsConsole");
    assertThat(file.get("scope")).isEqualTo("webhooks/read webhooks/write");
    assertThat(file.get("endpoints"))
        .isEqualTo(
            Map.of(
                "authorization", pool + "/oauth2/authorize",
                "token", pool + "/oauth2/token",
                "signOut", pool + "/logout"));
  }

  @Test
  void pagesMayCallTheUserPool() {
    assertThat(other().properties("AWS::CloudFront::ResponseHeadersPolicy").values())
        .extracting(
            policy ->
                at(
                        policy,
                        "ResponseHeadersPolicyConfig",
                        "SecurityHeadersConfig",
                        "ContentSecurityPolicy",
                        "ContentSecurityPolicy")
                    .toString())
        .filteredOn(policy -> policy.contains("trusted-types 'none'"))
        .as("pages, and their scripts")
        .hasSize(2)
        .allSatisfy(
            policy ->
                assertThat(policy)
                    .contains("connect-src 'self' https://", ".auth.", ".amazoncognito.com;"));
  }

  @Test
  void customDomainIsOnTheDistributionWithItsCertificate() {
    Object site = at(other().only("AWS::CloudFront::Distribution"), "DistributionConfig");

    assertThat(at(site, "Aliases")).isEqualTo(List.of("console.example.com"));
    assertThat(at(site, "ViewerCertificate", "MinimumProtocolVersion")).isEqualTo("TLSv1.2_2021");
  }

  /// Runs the function as CloudFront does, but on another engine.
  @ParameterizedTest
  @CsvSource({
    "/, 302 /console/",
    "/console, 302 /console/",
    "/docs, 302 /docs/",
    "/console/, /console/index.html",
    "/console/deliveries, /console/index.html",
    "/console/deliveries/dlv_1, /console/index.html",
    "/console/v1.2/deliveries, /console/index.html",
    "/console/assets/main-abc.js, /console/assets/main-abc.js",
    "/console/assets/, /console/assets/",
    "/console/assets/none, /console/assets/none",
    "/console/assets, /console/assets",
    "/console/favicon.svg, /console/favicon.svg",
    "/docs/, /docs/index.html",
    "/docs/openapi.yaml, /docs/openapi.yaml",
    "/other, /other"
  })
  void pathMapsToItsFile(String path, String expected) throws IOException, InterruptedException {
    Object function = EXAMPLE.only("AWS::CloudFront::Function");
    String script =
        at(function, "FunctionCode")
            + "\n"
            + "const answer = handler({request: {uri: process.argv[1]}});\n"
            + "console.log(answer.uri || answer.statusCode + ' ' + answer.headers.location.value);";

    Process node = new ProcessBuilder("node", "-e", script, path).start();
    String answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(node.waitFor()).isZero();
    assertThat(answer.strip()).isEqualTo(expected);
  }

  @Test
  void redirectKeepsTheQuery() throws IOException, InterruptedException {
    String script =
        at(EXAMPLE.only("AWS::CloudFront::Function"), "FunctionCode")
            + "\n"
            + "const answer = handler({request: {uri: '/console', querystring: {"
            + "period: {value: 'week'}, a: {value: '1', multiValue: [{value: '1'}, {value: '%20'}]}"
            + "}}});\n"
            + "console.log(answer.headers.location.value);";

    Process node = new ProcessBuilder("node", "-e", script).start();
    String location = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(node.waitFor()).isZero();
    assertThat(location.strip()).isEqualTo("/console/?period=week&a=1&a=%20");
  }

  private static Object behaviour(String path) {
    return ((List<?>) at(SITE, "CacheBehaviors"))
        .stream().filter(each -> at(each, "PathPattern").equals(path)).findAny().orElseThrow();
  }

  private static Object origin(Object behaviour) {
    return ((List<?>) at(SITE, "Origins"))
        .stream()
            .filter(origin -> at(origin, "Id").equals(at(behaviour, "TargetOriginId")))
            .findAny()
            .orElseThrow();
  }

  private static Object cacheControl(Object behaviour) {
    return at(
        headers(behaviour),
        "ResponseHeadersPolicyConfig",
        "CustomHeadersConfig",
        "Items",
        0,
        "Value");
  }

  private static Object headers(Object behaviour) {
    return EXAMPLE
        .properties("AWS::CloudFront::ResponseHeadersPolicy")
        .get(at(behaviour, "ResponseHeadersPolicyId", "Ref"));
  }
}
