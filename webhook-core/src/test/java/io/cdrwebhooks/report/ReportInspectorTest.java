package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportInspectorTest {
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09Z");
  private static final ReportVersion VERSION =
      new ReportVersion(
          "cdr-reports", new ObjectKey.ReportKey(new TaskId(1), "tx00001.zip"), Optional.of("v1"));

  private final List<String> log = new ArrayList<>();
  private final InMemoryReports reports = new InMemoryReports();
  private final InstantSource clock = InstantSource.fixed(NOW);
  private final ReportInspector inspector =
      new ReportInspector(reports, clock, new EventLog(clock, log::add));

  @Test
  void sampleReportHas100Lines() throws IOException {
    try (InputStream sample = getClass().getResourceAsStream("/samples/tx00001.zip")) {
      assertThat(inspect(sample.readAllBytes())).isEqualTo(new Inspection(100, ""));
    }
  }

  @Test
  void storedEntriesWithDataDescriptorsAreCounted() throws IOException {
    assertThat(inspect(Zips.storedWithDataDescriptor("a.csv", "one\ntwo\nthree")))
        .isEqualTo(new Inspection(3, ""));
  }

  @Test
  void zip64ArchivesAreCounted() throws IOException {
    assertThat(inspect(Zips.zip64("a.csv", "one\ntwo\n"))).isEqualTo(new Inspection(2, ""));
  }

  @Test
  void archiveLongerThanTheTailIsReadInWindows() throws IOException {
    String text =
        "0123456789abcdef\n".repeat(700_000); // 11.9 MB stored: three windows and the tail
    assertThat(inspect(Zips.stored("big.csv", text))).isEqualTo(new Inspection(700_000, ""));
  }

  @Test
  void exportersNumberOfLinesTakesPrecedence() throws IOException {
    assertThat(inspect(Zips.deflated(Map.of("a.csv", "one\n")), Map.of("number-of-lines", "42")))
        .isEqualTo(new Inspection(42, ""));
  }

  @Test
  void truncatedArchiveIsNotReadableEvenWithALineCount() throws IOException {
    byte[] zip = Zips.deflated(Map.of("a.csv", "one\n"));
    byte[] truncated = Arrays.copyOf(zip, zip.length - 1);
    assertThat(inspect(truncated, Map.of("number-of-lines", "42")))
        .isEqualTo(new Inspection(42, "Report is not a readable zip archive"));
  }

  @Test
  void everyTruncationIsNotReadable() throws IOException {
    byte[] zip = Zips.deflated(Map.of("a.csv", "one\ntwo\n"));
    for (int length = 0; length < zip.length; length++) {
      assertThat(inspect(Arrays.copyOf(zip, length)))
          .as("first %s bytes", length)
          .isEqualTo(new Inspection(0, "Report is not a readable zip archive"));
    }
  }

  @Test
  void truncationInFrontIsNotReadable() throws IOException {
    byte[] zip = Zips.stored("a.csv", "one\ntwo\n".repeat(100));
    assertThat(inspect(Arrays.copyOfRange(zip, 200, zip.length)))
        .isEqualTo(new Inspection(0, "Report is not a readable zip archive"));
  }

  @Test
  void flippedEncryptedUnknownOrOverlappingTextIsNotReadable() throws IOException {
    byte[] flipped = Zips.stored("a.csv", "one\ntwo\nthree\n");
    flipped[40] ^= 1;
    byte[] encrypted = Zips.stored("a.csv", "one\n");
    Zips.directoryHeader(encrypted).putShort(8, (short) 1);
    byte[] otherMethod = Zips.stored("a.csv", "one\n");
    Zips.directoryHeader(otherMethod).putShort(10, (short) 12);
    byte[] overlapping = Zips.twoEntriesOverOneText("one\ntwo\n");
    for (byte[] zip : List.of(flipped, encrypted, otherMethod, overlapping)) {
      assertThat(inspect(zip).error()).isEqualTo("Report is not a readable zip archive");
    }
  }

  /// Offsets of APPNOTE 4.3.12 and 4.3.16.
  @Test
  void wrongNumbersOfTheDirectoryAndTheEndRecordAreNotReadable() throws IOException {
    for (int number : new int[] {1, 0x7fff_ffff, -2}) {
      for (int at : new int[] {10, 28}) {
        byte[] zip = Zips.stored("a.csv", "one\n");
        Zips.directoryHeader(zip).putShort(at, (short) number);
        assertThat(inspect(zip).error()).as("%d at %d", number, at).isNotEmpty();
      }
      for (int at : new int[] {16, 20, 24, 42}) {
        byte[] zip = Zips.stored("a.csv", "one\n");
        Zips.directoryHeader(zip).putInt(at, number);
        assertThat(inspect(zip).error()).as("%d at %d", number, at).isNotEmpty();
      }
      for (int at : new int[] {12, 16}) {
        byte[] zip = Zips.stored("a.csv", "one\n");
        Zips.endRecord(zip).putInt(at, number);
        assertThat(inspect(zip).error()).as("%d at the end's %d", number, at).isNotEmpty();
      }
    }
  }

  @Test
  void endRecordThatHidesEntriesIsTooLarge() throws IOException {
    byte[] zip = Zips.deflated(Map.of("a", "", "b", "", "c", ""));
    Zips.endRecord(zip).putShort(8, (short) 1).putShort(10, (short) 1);
    assertThat(inspect(zip, Map.of(), new CountingBounds(2, 1000, NOW)).error())
        .isEqualTo("Report is too large to count");
  }

  @Test
  void countingStopsAtTheDeadline() throws IOException {
    byte[] zip = Zips.deflated(Map.of("a.csv", "one\n"));
    CountingBounds late = new CountingBounds(100, 1000, NOW.minus(Duration.ofMillis(1)));
    assertThat(inspect(zip, Map.of(), late).error()).isEqualTo("Report is too large to count");
  }

  @Test
  void exportersErrorIsDecodedAndTheArchiveNotRead() {
    assertThat(inspect(new byte[0], Map.of("error", "Quota+exceeded%20%E2%80%93%20100%25")))
        .isEqualTo(new Inspection(0, "Quota+exceeded – 100%"));
  }

  @Test
  void malformedNumberIsLoggedAndLinesAreCounted() throws IOException {
    byte[] zip = Zips.deflated(Map.of("a.csv", "one\n"));
    for (String bad : List.of("abc", "-1", "1.5", "1e3", "9999999999999999", "")) {
      log.clear();
      assertThat(inspect(zip, Map.of("number-of-lines", bad))).isEqualTo(new Inspection(1, ""));
      assertThat(log).singleElement().asString().contains("number-of-lines is not a decimal");
    }
  }

  @Test
  void deletedReportGivesItsError() {
    assertThat(inspector.inspect(new ReportLookup.Gone(), CountingBounds.until(NOW), false))
        .isEqualTo(new Inspection(0, "Report no longer exists"));
  }

  @Test
  void faultOfTheStoreIsNotBlamedOnTheArchive() throws IOException {
    String text = "line\n".repeat(50_000);
    reports.put(VERSION, Zips.stored("a.csv", text), ReportMetadata.NONE);
    ReportLookup lookup = reports.lookUp(VERSION);
    reports.remove(VERSION); // between description and counting
    assertThatThrownBy(() -> inspector.inspect(lookup, CountingBounds.until(NOW), false))
        .isInstanceOf(UncheckedIOException.class);
  }

  private Inspection inspect(byte[] zip) {
    return inspect(zip, Map.of());
  }

  private Inspection inspect(byte[] zip, Map<String, String> metadata) {
    return inspect(zip, metadata, CountingBounds.until(NOW));
  }

  private Inspection inspect(byte[] zip, Map<String, String> metadata, CountingBounds bounds) {
    reports.put(VERSION, zip, ReportMetadata.parse(metadata));
    return inspector.inspect(reports.lookUp(VERSION), bounds, false);
  }
}
