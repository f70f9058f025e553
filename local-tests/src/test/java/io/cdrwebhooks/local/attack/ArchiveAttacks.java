package io.cdrwebhooks.local.attack;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.InMemoryReports;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.report.Zips;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Archives that lie, or that cost far more than their size: each must be named as such, in time.
/// `make fuzz` has archives with damaged bytes.
final class ArchiveAttacks {
  private static final Duration INSPECTION_TIMEOUT = Duration.ofSeconds(20);
  private static final String TEXT = "one,1\ntwo,2\nthree,3\n";
  private static final ReportVersion VERSION =
      new ReportVersion("cdr-reports", new ReportKey(new TaskId(1), "a.zip"), Optional.empty());

  private ArchiveAttacks() {}

  static void run(Attempts attempts) throws IOException {
    attempts.begin("archives", "no archive that lies is counted, and none takes long");
    attempts.control("an honest archive is counted", lines(Zips.stored("a.csv", TEXT)) == 3);
    for (Map.Entry<String, byte[]> archive : lying().entrySet()) {
      Inspection found = inQuickTime(archive.getKey(), archive.getValue(), attempts);
      attempts.made(archive.getKey() + " is counted", !found.error().isEmpty());
    }
    // They cost the writer four bytes each, and must cost the reader no more.
    for (int fields : List.of(300, 16_000)) {
      byte[] archive = Zips.manyExtraFields(60, fields);
      Inspection found = inQuickTime(fields + " extra fields each", archive, attempts);
      attempts.made("lines in empty files", found.numberOfLines() == 0);
    }
  }

  private static Map<String, byte[]> lying() throws IOException {
    Map<String, byte[]> lying = new LinkedHashMap<>();
    lying.put("two entries over one text", Zips.twoEntriesOverOneText(TEXT));
    lying.put("entries over entries", manyOverOne());
    byte[] zeros = Zips.deflatedZeros("a.csv", 256L << 20);
    lying.put("too many zeros", zeros);
    byte[] claimed = zeros.clone();
    Zips.directoryHeader(claimed).putInt(24, 10);
    lying.put("zeros that claim to be ten bytes", claimed);
    byte[] stored = Zips.stored("a.csv", TEXT);
    for (int length : List.of(0, 1, 22, stored.length / 2, stored.length - 1)) {
      lying.put("cut to " + length + " bytes", Arrays.copyOf(stored, length));
    }
    // Offsets of APPNOTE 4.3.12 and 4.3.16, with a wrong number in each.
    for (int at : List.of(8, 10, 16, 20, 24, 28, 42)) {
      for (int number : at == 8 ? List.of(1, 0x7fff_ffff) : List.of(1, 0x7fff_ffff, -2)) {
        byte[] archive = stored.clone();
        ByteBuffer header = Zips.directoryHeader(archive);
        if (at < 16 || at == 28) {
          header.putShort(at, (short) number);
        } else {
          header.putInt(at, number);
        }
        lying.put("field " + at + " of the directory is " + number, archive);
      }
    }
    for (int at : List.of(12, 16)) {
      for (int number : List.of(0, 1, 0x7fff_ffff, -2)) {
        byte[] archive = stored.clone();
        Zips.endRecord(archive).putInt(at, number);
        lying.put("field " + at + " of the end is " + number, archive);
      }
    }
    return lying;
  }

  /// A directory that names one text a thousand times.
  private static byte[] manyOverOne() {
    byte[] one = Zips.twoEntriesOverOneText(TEXT);
    int directory = Zips.endRecord(one).getInt(16);
    int size = Zips.endRecord(one).getInt(12);
    int times = 500;
    ByteBuffer zip =
        ByteBuffer.allocate(one.length + size * (times - 1)).order(ByteOrder.LITTLE_ENDIAN);
    zip.put(one, 0, directory);
    for (int i = 0; i < times; i++) {
      zip.put(one, directory, size);
    }
    zip.put(one, directory + size, one.length - directory - size);
    byte[] archive = zip.array();
    Zips.endRecord(archive)
        .putShort(8, (short) (2 * times))
        .putShort(10, (short) (2 * times))
        .putInt(12, size * times);
    return archive;
  }

  private static long lines(byte[] archive) {
    return inspect(archive).numberOfLines();
  }

  private static Inspection inspect(byte[] archive) {
    InMemoryReports reports = new InMemoryReports();
    reports.put(VERSION, archive, ReportMetadata.NONE);
    InstantSource clock = InstantSource.system();
    CountingBounds bounds =
        new CountingBounds(10_000, 64 << 20, Instant.now().plus(INSPECTION_TIMEOUT.dividedBy(2)));
    return new ReportInspector(reports, clock, new EventLog(clock, _ -> {}))
        .inspect(reports.lookUp(VERSION), bounds, false);
  }

  private static Inspection inQuickTime(String what, byte[] archive, Attempts attempts) {
    Instant begun = Instant.now();
    Inspection found = inspect(archive);
    Duration took = Duration.between(begun, Instant.now());
    attempts.made(
        what + " takes " + took.toSeconds() + " s", took.compareTo(INSPECTION_TIMEOUT) < 0);
    return found;
  }
}
