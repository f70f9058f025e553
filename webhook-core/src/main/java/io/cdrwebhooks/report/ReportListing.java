package io.cdrwebhooks.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What lies in the bucket, to find reports that no event told of.
public interface ReportListing {
  /// Objects under `reports/`, in the order of their keys, every version of them where the bucket
  /// keeps versions; no delete markers. `cursor` is the `next` of the slice before, empty at the
  /// beginning.
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
