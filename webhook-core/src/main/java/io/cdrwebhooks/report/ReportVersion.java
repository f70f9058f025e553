package io.cdrwebhooks.report;

import io.cdrwebhooks.report.ObjectKey.ReportKey;
import java.util.Optional;

/// The object of a report, in the version that was announced and that every link to it serves.
///
/// `versionId` is empty where the bucket keeps no versions; then it means the newest object.
public record ReportVersion(String bucket, ReportKey key, Optional<String> versionId) {
  public ReportVersion {
    if (bucket.isEmpty() || versionId.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("bucket and version id must not be empty");
    }
  }

  public String fileName() {
    return key.fileName();
  }
}
