package io.cdrwebhooks.report;

import io.cdrwebhooks.report.ObjectKey.ReportKey;
import java.util.Optional;

/// Which object a report is: the version that was announced and that every link to it serves.
///
/// `versionId` is empty where the bucket keeps no versions; then the newest object stands for it.
public record ReportVersion(String bucket, ReportKey key, Optional<String> versionId) {
  public ReportVersion {
    if (bucket.isEmpty() || versionId.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException(
          "a report lies in a named bucket, in a named version if any");
    }
  }

  public String fileName() {
    return key.fileName();
  }
}
