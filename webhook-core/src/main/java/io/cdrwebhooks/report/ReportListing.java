package io.cdrwebhooks.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists the bucket, to find reports whose events were lost.
public interface ReportListing {
  /// Lists objects under `reports/` in key order. Where the bucket keeps versions, it lists every
  /// version, but no delete markers. `cursor` is the `next` of the previous slice, empty for the
  /// first.
  Slice list(String bucket, Optional<String> cursor);

  /// Up to 1,000 objects; `next` is empty at the end.
  record Slice(List<Listed> objects, Optional<String> next) {
    public Slice {
      objects = List.copyOf(objects);
    }
  }

  /// One object; `versionId` is empty where the bucket keeps no versions.
  record Listed(
      String bucket, String key, Optional<String> versionId, long sizeBytes, Instant uploadedAt) {}
}
