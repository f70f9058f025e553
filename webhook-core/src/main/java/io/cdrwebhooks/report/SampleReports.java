package io.cdrwebhooks.report;

import io.cdrwebhooks.report.ObjectKey.ReportKey;

/// Stores the sample reports that tests of configurations announce.
public interface SampleReports {
  /// Stores a zip under a key that is a [ReportKey#sample]. Returns its version.
  ReportVersion store(ReportKey key, byte[] zip);
}
