package io.cdrwebhooks.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// Tests the digest of a report: where it comes from, and that it covers the whole file.
class FileDigestTest {
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09Z");
  private static final String OTHER = "0".repeat(64);
  private static final ReportVersion VERSION =
      new ReportVersion(
          "cdr-reports", new ObjectKey.ReportKey(new TaskId(1), "tx00001.zip"), Optional.of("v1"));

  private final List<String> log = new ArrayList<>();
  private final InMemoryReports reports = new InMemoryReports();

  @Test
  void smallReportHasItsDigestWhereverItsLinesComeFrom() throws Exception {
    byte[] zip = Zips.deflated(Map.of("a.csv", "one\n"));

    assertThat(inspect(zip, Map.of())).isEqualTo(new Inspection(1, "", Optional.of(sha256(zip))));
    assertThat(inspect(zip, Map.of("number-of-lines", "42")))
        .isEqualTo(new Inspection(42, "", Optional.of(sha256(zip))));
  }

  @Test
  void digestOfACountedReportCoversEveryByte() throws Exception {
    // Several windows. Their ends fall into texts, headers and data descriptors.
    for (int entryBytes : List.of(600_000, 4 << 20, (4 << 20) - 40, (4 << 20) - 70)) {
      byte[] zip = archive(20_000_000 / entryBytes, entryBytes);
      assertThat(inspect(zip, Map.of()).sha256()).as("%s", entryBytes).contains(sha256(zip));
    }
  }

  @Test
  void digestCoversALargeDirectory() throws Exception {
    byte[] zip = archive(5_000, 1_200);

    assertThat(inspect(zip, Map.of()).sha256()).contains(sha256(zip));
  }

  @Test
  void digestCoversBytesThatNoEntryHas() throws Exception {
    byte[] zip = archive(10, 900_000);
    byte[] front = new byte[200_000];
    byte[] selfExtracting = Arrays.copyOf(front, front.length + zip.length);
    System.arraycopy(zip, 0, selfExtracting, front.length, zip.length);
    moveDirectory(selfExtracting, front.length);

    Inspection found = inspect(selfExtracting, Map.of());

    assertThat(found.error()).isEmpty();
    assertThat(found.sha256()).contains(sha256(selfExtracting));
  }

  @Test
  void largeReportThatIsNotReadHasTheExportersDigest() throws Exception {
    byte[] zip = archive(1, 200_000);
    reports.storeComputed(sha256(zip));

    assertThat(inspect(zip, Map.of("number-of-lines", "7", "sha256", OTHER)).sha256())
        .contains(OTHER);
  }

  @Test
  void largeReportThatIsNotReadHasTheStoresDigest() throws Exception {
    byte[] zip = archive(1, 200_000);
    reports.storeComputed(sha256(zip));

    assertThat(inspect(zip, Map.of("number-of-lines", "7")))
        .isEqualTo(new Inspection(7, "", Optional.of(sha256(zip))));
  }

  @Test
  void unknownDigestIsEmpty() throws Exception {
    assertThat(inspect(archive(1, 200_000), Map.of("number-of-lines", "7")))
        .isEqualTo(new Inspection(7, ""));
  }

  @Test
  void reportThatIsTooLargeToCountHasADigestIfOneIsKnown() throws Exception {
    byte[] zip = archive(1, 200_000);
    reports.put(VERSION, zip, ReportMetadata.parse(Map.of("sha256", OTHER)));
    CountingBounds few = new CountingBounds(10, 1_000, NOW);

    assertThat(inspector().inspect(reports.lookUp(VERSION), few, true))
        .isEqualTo(new Inspection(0, "Report is too large to count", Optional.of(OTHER)));
  }

  @Test
  void reportWithAnotherDigestThanTheExportersIsNotReadable() throws Exception {
    for (byte[] zip : List.of(Zips.deflated(Map.of("a.csv", "one\n")), archive(1, 200_000))) {
      log.clear();
      assertThat(inspect(zip, Map.of("sha256", OTHER)))
          .isEqualTo(new Inspection(0, "Report is not a readable zip archive"));
      assertThat(log).singleElement().asString().contains("its SHA-256 is not the exporter's");
    }
  }

  @Test
  void digestIsNotComputedForReceiversThatDoNotGetIt() throws Exception {
    byte[] zip = archive(1, 200_000);
    reports.storeComputed(sha256(zip));
    reports.put(VERSION, zip, ReportMetadata.NONE);
    assertThat(
            inspector().inspect(reports.lookUp(VERSION), CountingBounds.until(NOW), false).sha256())
        .isEmpty();

    reports.put(VERSION, zip, ReportMetadata.parse(Map.of("sha256", OTHER)));
    assertThat(inspector().inspect(reports.lookUp(VERSION), CountingBounds.until(NOW), false))
        .as("the exporter's digest costs nothing, and is not checked")
        .extracting(Inspection::error, Inspection::sha256)
        .containsExactly("", Optional.of(OTHER));
  }

  @Test
  void reportThatCannotBeFetchedHasNoDigest() throws Exception {
    byte[] zip = Zips.deflated(Map.of("a.csv", "one\n"));

    assertThat(inspect(zip, Map.of("error", "Quota", "sha256", sha256(zip))))
        .isEqualTo(new Inspection(0, "Quota"));
    assertThat(inspect(Arrays.copyOf(zip, zip.length - 1), Map.of()).sha256()).isEmpty();
    assertThat(inspector().inspect(new ReportLookup.Gone(), CountingBounds.until(NOW), true))
        .isEqualTo(new Inspection(0, "Report no longer exists"));
  }

  private Inspection inspect(byte[] zip, Map<String, String> metadata) {
    reports.put(VERSION, zip, ReportMetadata.parse(metadata));
    return inspector()
        .inspect(
            reports.lookUp(VERSION), CountingBounds.until(NOW.plus(Duration.ofMinutes(1))), true);
  }

  private ReportInspector inspector() {
    InstantSource clock = InstantSource.fixed(NOW);
    return new ReportInspector(reports, clock, new EventLog(clock, log::add));
  }

  /// An archive that deflating does not make smaller.
  private static byte[] archive(int entries, int entryBytes) throws IOException {
    Random random = new Random(entryBytes);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
      zip.setLevel(0);
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry("file" + i + ".csv"));
        byte[] text = new byte[entryBytes];
        random.nextBytes(text);
        zip.write(text);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /// Corrects the positions in an archive that has `by` bytes more in front.
  private static void moveDirectory(byte[] zip, int by) {
    ByteBuffer end = Zips.endRecord(zip);
    int directory = end.getInt(16) + by;
    int entries = end.getShort(10);
    end.putInt(16, directory);
    int at = directory;
    for (int i = 0; i < entries; i++) {
      ByteBuffer header = Zips.at(zip, at);
      header.putInt(42, header.getInt(42) + by);
      at += 46 + header.getShort(28) + header.getShort(30) + header.getShort(32);
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
