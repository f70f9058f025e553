package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.InMemoryReports;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey.TestOptions;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class SampleReportTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void statedInspectionMatchesTheArchive() {
    ReportVersion version =
        new ReportVersion("cdr-reports", SampleReport.key(NOW, TestOptions.NONE), Optional.empty());
    InMemoryReports reports = new InMemoryReports();
    reports.put(version, SampleReport.zip(), ReportMetadata.NONE);
    InstantSource clock = InstantSource.fixed(NOW);
    ReportInspector inspector = new ReportInspector(reports, clock, new EventLog(clock, _ -> {}));

    Inspection found =
        inspector.inspect(reports.lookUp(version), CountingBounds.until(NOW.plusSeconds(60)), true);

    assertThat(found).isEqualTo(SampleReport.inspection(SampleReport.zip()));
  }

  @Test
  void bytesAreAlwaysTheSame() {
    byte[] here = SampleReport.zip();
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
    try {
      assertThat(SampleReport.zip()).isEqualTo(here);
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
