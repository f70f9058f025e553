package io.cdrwebhooks.infra;

import io.cdrwebhooks.infra.api.AnswerHeaders;
import io.cdrwebhooks.infra.api.LinksFirewall;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Domain;
import io.cdrwebhooks.link.CallbackUrls;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestHeaderBehavior;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.constructs.Construct;

/// The distribution in front of the download links, with a firewall that limits each address.
///
/// AWS keeps the firewalls of CloudFront in us-east-1, wherever the service is. So this is a stack
/// in us-east-1, which knows only the domain name of the API. It cannot share the console's
/// distribution: that firewall would have to be in us-east-1 too, and the console's origin serves
/// no links (decision 21).
final class LinksStack extends Stack {
  private static final String REGION = "us-east-1";

  /// `links` is the distribution's name, and `api` that of the API.
  LinksStack(Construct scope, DeploymentSettings settings, Domain links, Domain api) {
    super(
        scope,
        settings.namedForLinks(),
        StackProps.builder()
            .description("Download links of CDR Webhooks")
            .env(Environment.builder().region(REGION).build())
            .build());
    Tags.of(this).add("environment", settings.environmentName());
    LinksFirewall firewall =
        new LinksFirewall(this, "Firewall", CallbackUrls.PATH, settings.links().perAddress());
    Distribution distribution =
        Distribution.Builder.create(this, "Distribution")
            .comment("Download links of CDR Webhooks")
            .domainNames(List.of(links.name()))
            .certificate(
                Certificate.fromCertificateArn(this, "Certificate", links.certificateArn()))
            .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021)
            .webAclId(firewall.arn())
            .defaultBehavior(asked(api, settings))
            .build();
    CfnOutput.Builder.create(this, "LinksDomainTarget")
        .value(distribution.getDistributionDomainName())
        .description("Point " + links.name() + " here with a CNAME or an alias")
        .build();
  }

  /// Passes the one header that a link may need (decision 44). CloudFront drops headers that no
  /// policy names.
  private OriginRequestPolicy withSignature() {
    return OriginRequestPolicy.Builder.create(this, "Signature")
        .comment("The signature of a request for a download link")
        .headerBehavior(OriginRequestHeaderBehavior.allowList("X-CDR-Signature"))
        .build();
  }

  /// Forwards each request to the API without caching, because a link's answer differs each time,
  /// and the link may be revoked.
  private BehaviorOptions asked(Domain api, DeploymentSettings settings) {
    return BehaviorOptions.builder()
        .origin(
            HttpOrigin.Builder.create(api.name())
                .originPath(settings.distributionPath().orElseThrow())
                .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                .build())
        // The function itself answers a wrong method with 405 and the allowed methods.
        .allowedMethods(AllowedMethods.ALLOW_ALL)
        .cachePolicy(CachePolicy.CACHING_DISABLED)
        .originRequestPolicy(withSignature())
        .responseHeadersPolicy(AnswerHeaders.policy(this, settings.namedForLinks() + "-Answers"))
        .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
        .build();
  }
}
