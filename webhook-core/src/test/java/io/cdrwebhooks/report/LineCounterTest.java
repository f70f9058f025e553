package io.cdrwebhooks.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// Tests properties of every archive, valid or not.
class LineCounterTest {
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09Z");
  private static final String NOT_READABLE = "Report is not a readable zip archive";
  private static final String TOO_LARGE = "Report is too large to count";
  private static final ReportVersion VERSION =
      new ReportVersion(
          "cdr-reports", new ObjectKey.ReportKey(new TaskId(1), "a.zip"), Optional.empty());

  /// One file of an archive.
  record TextFile(String text, boolean stored, int level) {}

  @Property
  void anyArchiveHasTheLinesOfItsTexts(@ForAll("files") List<TextFile> files) throws IOException {
    long expected = 0;
    for (TextFile file : files) {
      expected += file.text.chars().filter(c -> c == '\n').count();
      expected += file.text.isEmpty() || file.text.endsWith("\n") ? 0 : 1;
    }
    assertThat(inspect(zip(files, ""))).isEqualTo(new Inspection(expected, ""));
  }

  /// A reader that trusts the last signature it sees would read the other directory, without limit.
  @Test
  void recordHiddenInTheCommentDoesNotLeadToAnotherDirectory() throws IOException {
    byte[] inner = zip(List.of(new TextFile("a\nb\nc\n", true, 0)), "");
    byte[] outer = zip(List.of(new TextFile("one\n", true, 0)), new String(inner, ISO_8859_1));
    outer = Arrays.copyOf(outer, outer.length + 1); // the inner record's comment does not fit now
    putShort(outer, outer.length - 1 - inner.length - 2, inner.length + 1);
    assertThat(inspect(outer)).isEqualTo(new Inspection(1, ""));
  }

  @Test
  void zip64RecordThatNamesAnotherDirectoryIsNotReadable() throws IOException {
    byte[] zip = Zips.zip64("a.csv", "one\n");
    int record = zip.length - 22;
    assertThat(inspect(zip)).isEqualTo(new Inspection(1, ""));
    putShort(zip, record + 10, 2);
    assertThat(inspect(zip)).isEqualTo(new Inspection(0, NOT_READABLE));
  }

  @Test
  void bytesBetweenDirectoryAndRecordAreNotReadable() throws IOException {
    byte[] zip = zip(List.of(new TextFile("one\n", true, 0)), "");
    int record = zip.length - 22;
    byte[] gap = new byte[zip.length + 4];
    System.arraycopy(zip, 0, gap, 0, record);
    System.arraycopy(zip, record, gap, record + 4, 22);
    assertThat(inspect(gap)).isEqualTo(new Inspection(0, NOT_READABLE));
  }

  @Test
  void textThatReachesIntoTheDirectoryIsNotReadable() throws IOException {
    byte[] zip = zip(List.of(new TextFile("one\n", true, 0)), "");
    int directory = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
    int beyond = 4; // the directory's own signature, so that the checksum can be right
    CRC32 checksum = new CRC32();
    checksum.update(zip, directory - 4, 4 + beyond);
    putInt(zip, directory + 16, (int) checksum.getValue());
    putInt(zip, directory + 20, 4 + beyond);
    putInt(zip, directory + 24, 4 + beyond);
    assertThat(inspect(zip)).isEqualTo(new Inspection(0, NOT_READABLE));
  }

  @Test
  void entryThatClaimsToBeBeyondTheArchiveIsNotReadable() throws IOException {
    List<TextFile> files = List.of(new TextFile("one\n", true, 0), new TextFile("two\n", true, 0));
    byte[] zip = zip(files, "");
    int directory = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
    for (int size : new int[] {18, 22, directory + 20, directory + 24}) {
      putInt(zip, size, 1_000); // the first one reaches beyond the end, too
    }
    putInt(zip, directory + 46 + "file0.csv".length() + 42, Integer.MAX_VALUE);
    assertThat(inspect(zip)).isEqualTo(new Inspection(0, NOT_READABLE));
  }

  /// `unzip` believes the entry's own header.
  @Test
  void entryWithAnotherSizeThanListedIsNotReadable() throws IOException {
    for (int field : new int[] {0, 6, 8, 14, 18, 22}) {
      byte[] zip = zip(List.of(new TextFile("one\n", true, 0)), "");
      zip[field] ^= 1;
      assertThat(inspect(zip)).as("field at %d", field).isEqualTo(new Inspection(0, NOT_READABLE));
    }
  }

  @Test
  void textLongerThanListedIsNotReadToItsEnd() throws IOException {
    byte[] zip = zip(List.of(new TextFile("0".repeat(10 << 20), false, 6)), "");
    int directory = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
    putInt(zip, directory + 24, 1);
    InMemoryReports reports = new InMemoryReports();
    reports.put(VERSION, zip, ReportMetadata.NONE);
    Instant[] now = {NOW};
    InstantSource ticking = () -> now[0] = now[0].plusSeconds(1);
    ReportInspector inspector =
        new ReportInspector(reports, ticking, new EventLog(InstantSource.fixed(NOW), line -> {}));
    CountingBounds bounds = new CountingBounds(10, 1_000, NOW.plusSeconds(20));
    assertThat(inspector.inspect(reports.lookUp(VERSION), bounds, false))
        .isEqualTo(new Inspection(0, NOT_READABLE));
  }

  @Test
  void textThatEndsExactlyAtTheBoundIsCounted() throws IOException {
    List<TextFile> files =
        List.of(new TextFile("one\n", true, 0), new TextFile("three\n", false, 6));
    assertThat(inspect(zip(files, ""), new CountingBounds(2, 10, NOW)))
        .isEqualTo(new Inspection(2, ""));
    assertThat(inspect(zip(files, ""), new CountingBounds(2, 9, NOW)))
        .isEqualTo(new Inspection(0, TOO_LARGE));
    assertThat(inspect(zip(files, ""), new CountingBounds(1, 10, NOW)))
        .isEqualTo(new Inspection(0, TOO_LARGE));
  }

  @Test
  void folderEntriesHaveNoLines() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("folder/"));
      zip.putNextEntry(new ZipEntry("folder/a.csv"));
      zip.write("one\ntwo".getBytes(UTF_8));
    }
    assertThat(inspect(bytes.toByteArray())).isEqualTo(new Inspection(2, ""));
  }

  @Test
  void deadlineEndsInflatingWithoutOutput() throws IOException {
    // 12 MiB of empty deflate blocks: read after read of the store, and never any text.
    byte[] zip = deflatedToNothing(12 << 20);
    Instant[] now = {NOW};
    int[] reads = {0};
    StoredReport slow =
        new StoredReport(zip)
            .before(
                (_, _) -> {
                  reads[0]++;
                  now[0] = now[0].plusSeconds(10);
                });
    InstantSource clock = () -> now[0];
    ReportInspector inspector = new ReportInspector(slow, clock, new EventLog(clock, line -> {}));
    CountingBounds bounds = new CountingBounds(10, 1_000, NOW.plusSeconds(15));
    assertThat(inspector.inspect(slow.lookUp(VERSION), bounds, false))
        .isEqualTo(new Inspection(0, TOO_LARGE));
    assertThat(reads[0]).isEqualTo(2);
  }

  @Provide
  Arbitrary<List<TextFile>> files() {
    Arbitrary<String> texts =
        Arbitraries.strings().withChars("ab\n\r,é\0").ofMaxLength(40).map(s -> s + s + s);
    return Combinators.combine(
            texts, Arbitraries.of(true, false), Arbitraries.integers().between(0, 9))
        .as(TextFile::new)
        .list()
        .ofMaxSize(5);
  }

  private static byte[] zip(List<TextFile> files, String comment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, ISO_8859_1)) {
      zip.setComment(comment);
      for (int i = 0; i < files.size(); i++) {
        TextFile file = files.get(i);
        byte[] content = file.text.getBytes(UTF_8);
        ZipEntry entry = new ZipEntry("file" + i + ".csv");
        zip.setLevel(file.level);
        entry.setMethod(file.stored ? ZipEntry.STORED : ZipEntry.DEFLATED);
        if (file.stored) {
          CRC32 crc = new CRC32();
          crc.update(content);
          entry.setSize(content.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] deflatedToNothing(int compressed) throws IOException {
    byte[] honest = zip(List.of(new TextFile("x", false, Deflater.NO_COMPRESSION)), "");
    int data = 30 + "file0.csv".length();
    ByteBuffer end = ByteBuffer.wrap(honest).order(ByteOrder.LITTLE_ENDIAN);
    int directory = end.getInt(honest.length - 22 + 16);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    zip.write(honest, 0, data);
    for (int i = 0; i < compressed / 5; i++) {
      zip.write(new byte[] {0, 0, 0, -1, -1}); // a stored block of nothing, not the last one
    }
    int newDirectory = zip.size();
    putInt(honest, directory + 20, newDirectory - data);
    putInt(honest, honest.length - 22 + 16, newDirectory);
    zip.write(honest, directory, honest.length - directory);
    return zip.toByteArray();
  }

  private static void putShort(byte[] bytes, int at, int value) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
  }

  private static void putInt(byte[] bytes, int at, int value) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
  }

  private static Inspection inspect(byte[] zip) {
    return inspect(zip, new CountingBounds(100, 1 << 20, NOW));
  }

  private static Inspection inspect(byte[] zip, CountingBounds bounds) {
    InMemoryReports reports = new InMemoryReports();
    reports.put(VERSION, zip, ReportMetadata.NONE);
    InstantSource clock = InstantSource.fixed(NOW);
    List<String> log = new ArrayList<>();
    return new ReportInspector(reports, clock, new EventLog(clock, log::add))
        .inspect(reports.lookUp(VERSION), bounds, false);
  }
}
