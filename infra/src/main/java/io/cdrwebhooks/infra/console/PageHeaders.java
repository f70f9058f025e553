package io.cdrwebhooks.infra.console;

import io.cdrwebhooks.aws.http.PagePolicy;
import io.cdrwebhooks.infra.api.AnswerHeaders;
import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.util.List;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeader;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentSecurityPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.constructs.Construct;

/// The headers of every page and script, equal to those of the local gateway.
final class PageHeaders extends Construct {
  /// The headers of pages: a browser checks each time whether its copy is current.
  final ResponseHeadersPolicy pages;

  /// The headers of files with a hash of their content in their name.
  final ResponseHeadersPolicy assets;

  /// The headers of the page that describes the API.
  final ResponseHeadersPolicy description;

  /// The headers of the API's answers.
  final ResponseHeadersPolicy answers;

  /// `signInOrigins` are the other origins that a page may call, to sign in.
  PageHeaders(Construct scope, String id, DeploymentSettings settings, List<String> signInOrigins) {
    super(scope, id);
    String console = PagePolicy.ofConsole(signInOrigins);
    pages = headers("Pages", settings, console, "no-cache");
    assets = headers("Assets", settings, console, "public, max-age=31536000, immutable");
    description = headers("Description", settings, PagePolicy.ofDescription(), "no-cache");
    answers = AnswerHeaders.policy(this, settings.namedWithRegion("-Answers"));
  }

  private static ResponseCustomHeader custom(String header, String value, boolean override) {
    return ResponseCustomHeader.builder().header(header).value(value).override(override).build();
  }

  private ResponseHeadersPolicy headers(
      String what, DeploymentSettings settings, String policy, String cacheControl) {
    return ResponseHeadersPolicy.Builder.create(this, what)
        .responseHeadersPolicyName(settings.namedWithRegion("-" + what))
        .securityHeadersBehavior(
            ResponseSecurityHeadersBehavior.builder()
                .contentSecurityPolicy(
                    ResponseHeadersContentSecurityPolicy.builder()
                        .contentSecurityPolicy(policy)
                        .override(true)
                        .build())
                .contentTypeOptions(
                    ResponseHeadersContentTypeOptions.builder().override(true).build())
                .frameOptions(
                    ResponseHeadersFrameOptions.builder()
                        .frameOption(HeadersFrameOption.DENY)
                        .override(true)
                        .build())
                .referrerPolicy(
                    ResponseHeadersReferrerPolicy.builder()
                        .referrerPolicy(HeadersReferrerPolicy.NO_REFERRER)
                        .override(true)
                        .build())
                .strictTransportSecurity(
                    ResponseHeadersStrictTransportSecurity.builder()
                        .accessControlMaxAge(CdkDuration.of(AnswerHeaders.HTTPS_REMEMBERED))
                        .override(true)
                        .build())
                .build())
        .customHeadersBehavior(
            ResponseCustomHeadersBehavior.builder()
                .customHeaders(
                    List.of(
                        custom("Cache-Control", cacheControl, true),
                        custom("Cross-Origin-Opener-Policy", "same-origin", true)))
                .build())
        .build();
  }
}
