package io.cdrwebhooks.infra.console;

import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.infra.api.ApiEndpoint;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Domain;
import io.cdrwebhooks.path.PublicPaths;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.FunctionRuntime;
import software.amazon.awscdk.services.cloudfront.ICachePolicy;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.S3OriginAccessControl;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOriginWithOACProps;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/// The console and the API's description, on one origin with the API that they call (decision 21).
///
/// Only this distribution reads the bucket with the files. It does not serve download links: their
/// paths do not exist on this origin.
public final class ConsoleSite extends Construct {
  final Bucket files;
  private final Distribution distribution;

  /// The console's address, without a final slash.
  public final String address;

  /// `signInOrigins` are the other origins that a page may call.
  public ConsoleSite(
      Construct scope, DeploymentSettings settings, ApiEndpoint api, List<String> signInOrigins) {
    super(scope, "Console");
    files =
        Bucket.Builder.create(this, "Files")
            .encryption(BucketEncryption.S3_MANAGED)
            .enforceSsl(true)
            .minimumTlsVersion(1.2)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Distribution.Builder builder =
        distribution(settings, api, new PageHeaders(this, "Headers", settings, signInOrigins));
    settings.domains().console().ifPresent(domain -> use(domain, builder));
    distribution = builder.build();
    address =
        "https://"
            + settings
                .domains()
                .console()
                .map(Domain::name)
                .orElseGet(distribution::getDistributionDomainName);
  }

  /// Returns the target for a DNS name in another zone.
  public String target() {
    return distribution.getDistributionDomainName();
  }

  private Distribution.Builder distribution(
      DeploymentSettings settings, ApiEndpoint api, PageHeaders headers) {
    IOrigin stored = stored(settings);
    List<FunctionAssociation> paths = List.of(pagePaths(settings));
    BehaviorOptions pages =
        readOnly(stored, CachePolicy.CACHING_DISABLED)
            .responseHeadersPolicy(headers.pages)
            .functionAssociations(paths)
            .build();
    BehaviorOptions description =
        readOnly(stored, CachePolicy.CACHING_DISABLED)
            .responseHeadersPolicy(headers.description)
            .functionAssociations(paths)
            .build();
    BehaviorOptions assets =
        readOnly(stored, CachePolicy.CACHING_OPTIMIZED)
            .responseHeadersPolicy(headers.assets)
            .build();
    // The first matching pattern wins.
    Map<String, BehaviorOptions> others = new LinkedHashMap<>();
    others.put("/console/assets/*", assets);
    others.put("/docs/*", description);
    others.put(Route.BASE + PublicPaths.DOWNLOAD_LINKS + "*", pages);
    others.put(Route.BASE + PublicPaths.RECEIVER_REQUESTS, pages);
    others.put(Route.BASE + "/*", asked(api, headers));
    return Distribution.Builder.create(this, "Distribution")
        .comment("The console of CDR Webhooks")
        .defaultBehavior(pages)
        .additionalBehaviors(others)
        .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021)
        .priceClass(PriceClass.PRICE_CLASS_100);
  }

  /// Maps a path of the console to a file, like the local gateway: CloudFront runs `page-paths.js`
  /// before it looks for a file.
  private FunctionAssociation pagePaths(DeploymentSettings settings) {
    return FunctionAssociation.builder()
        .function(
            Function.Builder.create(new Construct(this, "Paths"), "Function")
                .functionName(settings.namedWithRegion("-Paths"))
                .comment("Pages of the console")
                .runtime(FunctionRuntime.JS_2_0)
                .code(FunctionCode.fromInline(script()))
                .build())
        .eventType(FunctionEventType.VIEWER_REQUEST)
        .build();
  }

  private static String script() {
    try (InputStream script = ConsoleSite.class.getResourceAsStream("page-paths.js")) {
      return new String(
          Objects.requireNonNull(script, "page-paths.js").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private IOrigin stored(DeploymentSettings settings) {
    S3OriginAccessControl access =
        S3OriginAccessControl.Builder.create(this, "Access")
            .originAccessControlName(settings.namedWithRegion("-Console"))
            .build();
    return S3BucketOrigin.withOriginAccessControl(
        files, S3BucketOriginWithOACProps.builder().originAccessControl(access).build());
  }

  private static BehaviorOptions.Builder readOnly(IOrigin origin, ICachePolicy caching) {
    return BehaviorOptions.builder()
        .origin(origin)
        .allowedMethods(AllowedMethods.ALLOW_GET_HEAD)
        .cachePolicy(caching)
        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS);
  }

  /// Forwards a request unchanged, including its token, except for two things: the host becomes the
  /// API's, and a header proves to the function that the distribution sent it.
  private static BehaviorOptions asked(ApiEndpoint api, PageHeaders headers) {
    return BehaviorOptions.builder()
        .origin(
            HttpOrigin.Builder.create(api.host())
                .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                .customHeaders(
                    Map.of(HttpRequest.Distribution.HEADER, ApiEndpoint.distributionSecret()))
                .build())
        .allowedMethods(AllowedMethods.ALLOW_ALL)
        .cachePolicy(CachePolicy.CACHING_DISABLED)
        .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER)
        .responseHeadersPolicy(headers.answers)
        .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
        .build();
  }

  private void use(Domain domain, Distribution.Builder builder) {
    builder
        .domainNames(List.of(domain.name()))
        .certificate(Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn()));
  }
}
