package io.cdrwebhooks.aws.s3;

import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.SampleReports;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Stores samples in the reports' bucket, under keys that do not begin with `reports/`.
///
/// If S3 refuses or fails, it throws the SDK's unchecked exception.
public record S3SampleReports(Supplier<S3Client> s3, String bucket) implements SampleReports {
  private static final String CONTENT_TYPE = "application/zip";

  /// Stores a sample.
  ///
  /// @throws IllegalArgumentException if the key belongs to an exporter's report: the service would
  ///   announce the sample to the task's receiver
  @Override
  public ReportVersion store(ReportKey key, byte[] zip) {
    if (!key.sample()) {
      throw new IllegalArgumentException("key must be that of a sample: " + key);
    }
    PutObjectResponse stored =
        s3.get()
            .putObject(
                request -> request.bucket(bucket).key(key.text()).contentType(CONTENT_TYPE),
                RequestBody.fromBytes(zip));
    return new ReportVersion(bucket, key, Optional.ofNullable(stored.versionId()));
  }
}
