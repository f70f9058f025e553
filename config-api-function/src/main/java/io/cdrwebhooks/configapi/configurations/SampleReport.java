package io.cdrwebhooks.configapi.configurations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey.TestOptions;
import io.cdrwebhooks.zip.OneFileZip;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The report that a test of a configuration announces. It is a small archive of fictional calls in
/// the exporter's format, with phone numbers that are reserved for fiction. It always has the same
/// bytes.
final class SampleReport {
  private static final String CALLS =
      """
      call_id,start,duration_s,caller,callee,result
      sample-1,2026-01-01T08:00:00Z,62,+12025550101,+12025550102,answered
      sample-2,2026-01-01T08:05:00Z,0,+12025550101,+12025550103,busy
      """;
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 8, 10);
  private static final DateTimeFormatter FILE_NAME_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SampleReport() {}

  /// Returns a key outside the prefix of reports. Tests within one second share a key, because
  /// their archives are the same.
  static ReportKey key(Instant now, TestOptions options) {
    return ReportKey.ofSample(FILE_NAME_TIME.format(now) + ".zip", options);
  }

  /// Returns the result of an inspection of the archive.
  static Inspection inspection(byte[] zip) {
    return new Inspection(3, "", Optional.of(Sha256.hex(zip)));
  }

  static byte[] zip() {
    return OneFileZip.bytes("calls.csv", ENTRY_TIME, CALLS.getBytes(UTF_8));
  }
}
