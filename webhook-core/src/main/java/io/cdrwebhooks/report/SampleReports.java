package io.cdrwebhooks.report;

import io.cdrwebhooks.report.ObjectKey.ReportKey;

/// Where reports are put that only a test of a configuration announces.
public interface SampleReports {
  /// Stores a zip under a key that is a [ReportKey#sample], and answers in which version.
  ReportVersion store(ReportKey key, byte[] zip);
}
