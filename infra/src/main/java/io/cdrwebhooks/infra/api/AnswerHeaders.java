package io.cdrwebhooks.infra.api;

import io.cdrwebhooks.aws.http.HttpFunction;
import io.cdrwebhooks.infra.cdk.CdkDuration;
import java.time.Duration;
import java.util.List;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeader;
import software.amazon.awscdk.services.cloudfront.ResponseCustomHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentSecurityPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.constructs.Construct;

/// The headers that a distribution adds to answers of the API. The functions set them, too; answers
/// of API Gateway itself get them only here.
public final class AnswerHeaders {
  /// The time for which browsers use only https.
  public static final Duration HTTPS_REMEMBERED = Duration.ofDays(365);

  private AnswerHeaders() {}

  /// Creates the policy. CloudFront wants a `name` that no other policy of the account has.
  public static ResponseHeadersPolicy policy(Construct scope, String name) {
    return ResponseHeadersPolicy.Builder.create(scope, "Answers")
        .responseHeadersPolicyName(name)
        .customHeadersBehavior(
            ResponseCustomHeadersBehavior.builder()
                .customHeaders(
                    List.of(
                        ResponseCustomHeader.builder()
                            .header("Cache-Control")
                            .value("no-store")
                            .override(false)
                            .build()))
                .build())
        .securityHeadersBehavior(
            ResponseSecurityHeadersBehavior.builder()
                .contentSecurityPolicy(
                    ResponseHeadersContentSecurityPolicy.builder()
                        .contentSecurityPolicy(
                            HttpFunction.ON_EVERY_ANSWER.get("Content-Security-Policy"))
                        .override(false)
                        .build())
                .contentTypeOptions(
                    ResponseHeadersContentTypeOptions.builder().override(true).build())
                .referrerPolicy(
                    ResponseHeadersReferrerPolicy.builder()
                        .referrerPolicy(HeadersReferrerPolicy.NO_REFERRER)
                        .override(false)
                        .build())
                .strictTransportSecurity(
                    ResponseHeadersStrictTransportSecurity.builder()
                        .accessControlMaxAge(CdkDuration.of(HTTPS_REMEMBERED))
                        .override(false)
                        .build())
                .build())
        .build();
  }
}
