package io.cdrwebhooks.report;

import java.util.Map;

class InMemoryReportsTest extends ReportsContract {
  private final InMemoryReports reports = new InMemoryReports();

  @Override
  protected Reports reports() {
    return reports;
  }

  @Override
  protected ReportVersion unstored(String fileName) {
    return version("bucket", new TaskId(1), fileName);
  }

  @Override
  protected ReportVersion store(ReportVersion version, byte[] bytes, Map<String, String> metadata) {
    reports.put(version, bytes, ReportMetadata.parse(metadata));
    return version;
  }

  @Override
  protected void remove(ReportVersion version) {
    reports.remove(version);
  }
}
