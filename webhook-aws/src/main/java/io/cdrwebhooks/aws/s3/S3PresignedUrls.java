package io.cdrwebhooks.aws.s3;

import io.cdrwebhooks.link.ContentDisposition;
import io.cdrwebhooks.report.ReportVersion;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Creates the short-lived URLs that download links redirect to. The bearer of a URL can read
/// exactly one version of a report.
///
/// The URL contains the content type and the file name that S3 sends, and the version if the bucket
/// keeps versions. Signing makes no request. A URL expires after its life, or earlier with the
/// session that signed it.
public record S3PresignedUrls(S3Presigner presigner) {
  private static final String CONTENT_TYPE = "application/zip";

  /// Signs a URL for `GET`, with ranges. `life` is in whole seconds, from 1 second to 7 days.
  public URI forGet(ReportVersion version, Duration life) {
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(version.bucket())
            .key(version.key().text())
            .versionId(version.versionId().orElse(null))
            .responseContentType(CONTENT_TYPE)
            .responseContentDisposition(ContentDisposition.attachment(version.fileName()))
            .build();
    return presigner
        .presignGetObject(request -> request.signatureDuration(life).getObjectRequest(get))
        .httpRequest()
        .getUri();
  }

  /// Signs a URL for `HEAD` only, because the signature covers the method.
  public URI forHead(ReportVersion version, Duration life) {
    HeadObjectRequest head =
        HeadObjectRequest.builder()
            .bucket(version.bucket())
            .key(version.key().text())
            .versionId(version.versionId().orElse(null))
            .responseContentType(CONTENT_TYPE)
            .responseContentDisposition(ContentDisposition.attachment(version.fileName()))
            .build();
    return presigner
        .presignHeadObject(request -> request.signatureDuration(life).headObjectRequest(head))
        .httpRequest()
        .getUri();
  }
}
