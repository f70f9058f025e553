package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.work.BulkJob;
import java.util.Optional;
import java.util.OptionalInt;

/// The bucket with the reports.
public sealed interface Reports {
  static Reports read(SettingsFile file) {
    Optional<String> bucket = file.optional("existingReportBucket");
    Optional<String> keyArn = file.optional("existingReportBucketKeyArn");
    OptionalInt keptDays = file.optionalNumber("reportsKeptDays");
    if (bucket.isPresent()) {
      require(
          keptDays.isEmpty(), "reportsKeptDays must be left out: the existing bucket has its own");
      return new InExistingBucket(bucket.get(), keyArn);
    }
    require(keyArn.isEmpty(), "existingReportBucketKeyArn needs an existingReportBucket");
    return new InOwnBucket(keptDays.orElse(InOwnBucket.USUAL_DAYS));
  }

  /// A bucket that the deployment creates; it keeps reports for `keptDays`.
  record InOwnBucket(int keptDays) implements Reports {
    public static final int USUAL_DAYS = 90;

    /// A version that another upload has replaced is still announced, and its links still serve it.
    public static final int MIN_DAYS =
        Math.toIntExact(
            RetrySchedule.STANDARD
                    .lastsAtMost()
                    .plus(DownloadLink.LIFE)
                    .plus(BulkJob.Task.Reconcile.LOOKS_BACK)
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

  /// An existing bucket in the same account and region. Its owner makes it send events to
  /// EventBridge, and manages its life cycle. `keyArn` is the KMS key that encrypts it, if any.
  record InExistingBucket(String name, Optional<String> keyArn) implements Reports {
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
