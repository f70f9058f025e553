package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.work.BulkJob;
import java.util.Optional;
import java.util.OptionalInt;

/// The bucket with the reports.
public sealed interface ReportStorage {
  static ReportStorage read(SettingsFile file) {
    Optional<String> bucket = file.optional("existingReportBucket");
    Optional<String> keyArn = file.optional("existingReportBucketKeyArn");
    OptionalInt keptDays = file.optionalNumber("reportsKeptDays");
    boolean customerKey = file.isTrue("reportsCustomerKey");
    boolean dataEvents = file.isTrue("reportsDataEvents");
    if (bucket.isPresent()) {
      require(
          keptDays.isEmpty(), "reportsKeptDays must be left out: the existing bucket has its own");
      require(
          !customerKey,
          "reportsCustomerKey must be left out: the owner of the existing bucket chooses its key");
      return new InExistingBucket(bucket.get(), keyArn, dataEvents);
    }
    require(keyArn.isEmpty(), "existingReportBucketKeyArn needs an existingReportBucket");
    return new InOwnBucket(keptDays.orElse(InOwnBucket.USUAL_DAYS), customerKey, dataEvents);
  }

  /// Returns whether CloudTrail records each request for an object of the bucket.
  boolean dataEvents();

  /// A bucket that the deployment creates; it keeps reports for `keptDays`. With a `customerKey`, a
  /// KMS key of the deployment encrypts them, otherwise a key of S3.
  record InOwnBucket(int keptDays, boolean customerKey, boolean dataEvents)
      implements ReportStorage {
    public static final int USUAL_DAYS = 90;

    /// The shortest time for which the bucket may keep reports. The system announces even a version
    /// that another upload has replaced, and its links serve it.
    public static final int MIN_DAYS =
        Math.toIntExact(
            RetrySchedule.STANDARD
                    .linksLiveAtMost(DownloadLink.LIFE)
                    .plus(BulkJob.Task.Reconcile.OVERLAP)
                    .toDays()
                + 1);

    public InOwnBucket {
      require(
          keptDays >= MIN_DAYS,
          "reportsKeptDays must be at least "
              + MIN_DAYS
              + ", since attempts, their links and reconciliation need a report that long: "
              + keptDays);
    }
  }

  /// An existing bucket in the same account and region. Its owner turns on its events to
  /// EventBridge, and manages its life cycle. `keyArn` is the KMS key that encrypts it, if any.
  record InExistingBucket(String name, Optional<String> keyArn, boolean dataEvents)
      implements ReportStorage {
    public InExistingBucket {
      require(
          NameRules.BUCKET_NAME.matcher(name).matches(),
          "existingReportBucket must be the name of a bucket: " + name);
      keyArn.ifPresent(
          arn ->
              require(
                  NameRules.KEY_ARN.matcher(arn).matches(),
                  "existingReportBucketKeyArn must be the ARN of a KMS key, not of an alias: "
                      + arn));
    }
  }
}
