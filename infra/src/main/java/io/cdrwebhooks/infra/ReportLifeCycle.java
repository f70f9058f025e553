package io.cdrwebhooks.infra;

import java.time.Duration;
import java.util.List;
import software.amazon.awscdk.services.s3.LifecycleRule;

/// How long the bucket keeps reports and other objects.
final class ReportLifeCycle {
  static final int USUAL_DAYS = 90;

  /// Twelve waits, each of at most 12 hours if a receiver asked for it, otherwise as scheduled plus
  /// a tenth.
  private static final Duration LONGEST_SCHEDULE = Duration.ofHours(9 * 12 + 12 + 24 + 24 + 6);

  private static final Duration LINK = Duration.ofHours(24);
  private static final Duration RECONCILIATION_LOOKS_BACK = Duration.ofHours(24);

  /// A version that another upload has replaced is still announced, and its links still serve it.
  static final int LEAST_DAYS =
      Math.toIntExact(LONGEST_SCHEDULE.plus(LINK).plus(RECONCILIATION_LOOKS_BACK).toDays() + 1);

  private static final int UNFINISHED_UPLOADS_DAYS = 7;

  private ReportLifeCycle() {}

  /// Returns the rules for reports, for samples, and for incomplete uploads.
  static List<LifecycleRule> rules(int keptDays) {
    return List.of(
        expiring("reports", ReportArrivals.PREFIX, keptDays),
        expiring("samples", ReportArrivals.SAMPLES, LEAST_DAYS),
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
        .noncurrentVersionExpiration(days(LEAST_DAYS))
        .build();
  }

  private static software.amazon.awscdk.Duration days(int days) {
    return CdkDuration.of(Duration.ofDays(days));
  }
}
