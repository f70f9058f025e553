package io.cdrwebhooks.report;

import io.cdrwebhooks.report.ObjectKey.ReportKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the samples' store; each stored sample gets a new version.
public final class InMemorySampleReports implements SampleReports {
  private final Map<ReportVersion, byte[]> stored = new LinkedHashMap<>();

  @Override
  public synchronized ReportVersion store(ReportKey key, byte[] zip) {
    if (!key.sample()) {
      throw new IllegalArgumentException("key must be that of a sample: " + key);
    }
    ReportVersion version =
        new ReportVersion("cdr-reports", key, Optional.of("sample-" + stored.size()));
    stored.put(version, zip.clone());
    return version;
  }

  /// Everything stored, in that order.
  public synchronized Map<ReportVersion, byte[]> all() {
    return new LinkedHashMap<>(stored);
  }
}
