package io.cdrwebhooks.report;

/// A zip object in one version, as the object store describes it.
public record Report(ReportVersion version, long sizeBytes, ReportMetadata metadata) {
  public Report {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size must not be negative: " + sizeBytes);
    }
  }
}
