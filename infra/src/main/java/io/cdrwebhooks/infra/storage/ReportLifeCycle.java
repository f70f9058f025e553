package io.cdrwebhooks.infra.storage;

import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.settings.DeploymentSettings.Reports.InOwnBucket;
import java.time.Duration;
import java.util.List;
import software.amazon.awscdk.services.s3.LifecycleRule;

/// How long the bucket keeps reports and other objects.
final class ReportLifeCycle {
  private static final int UNFINISHED_UPLOADS_DAYS = 7;

  private ReportLifeCycle() {}

  /// Returns the rules for reports, for samples, and for incomplete uploads.
  static List<LifecycleRule> rules(int keptDays) {
    return List.of(
        expiring("reports", ReportArrivals.PREFIX, keptDays),
        expiring("samples", ReportArrivals.SAMPLES, InOwnBucket.LEAST_DAYS),
        LifecycleRule.builder()
            .id("unfinished-uploads")
            .abortIncompleteMultipartUploadAfter(days(UNFINISHED_UPLOADS_DAYS))
            .build());
  }

  private static LifecycleRule expiring(String id, String prefix, int keptDays) {
    return LifecycleRule.builder()
        .id(id)
        .prefix(prefix)
        .expiration(days(keptDays))
        .noncurrentVersionExpiration(days(InOwnBucket.LEAST_DAYS))
        .build();
  }

  private static software.amazon.awscdk.Duration days(int days) {
    return CdkDuration.of(Duration.ofDays(days));
  }
}
