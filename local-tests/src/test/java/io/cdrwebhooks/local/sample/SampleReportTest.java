package io.cdrwebhooks.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleReportTest {
  private static final Instant EXPORTED = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Path REAL = Path.of("..", "samples", "tx00001.zip");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 1_000, 100_001})
  void reportHasExactlyTheRequestedLines(long lines) throws IOException {
    String text = text(new SampleReport(EXPORTED, lines));
    assertThat(text).endsWith("\n");
    assertThat(text.chars().filter(c -> c == '\n').count()).isEqualTo(lines);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 5_000_001})
  void otherNumbersOfLinesAreRefused(long lines) {
    assertThatThrownBy(() -> new SampleReport(EXPORTED, lines))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportIsNamedByItsInstant() throws IOException {
    SampleReport report = new SampleReport(EXPORTED, 1);
    assertThat(report.fileName()).isEqualTo("sample-20260301T100000123Z.zip");
    try (ZipFile zip = new ZipFile(written(report).toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("sample-20260301T100000123Z.csv");
    }
  }

  /// In every JVM, so that a report that caused a problem can be created again.
  @Test
  void sameInstantGivesTheSameText() throws Exception {
    String text = text(new SampleReport(EXPORTED, 1_000));
    assertThat(text(new SampleReport(EXPORTED.plusNanos(999_999), 1_000))).isEqualTo(text);
    assertThat(text(new SampleReport(EXPORTED.plusMillis(1), 1_000))).isNotEqualTo(text);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo("e1b926a06332117b");
  }

  @Test
  void headerIsThatOfARealReport() throws IOException {
    try (ZipFile zip = new ZipFile(REAL.toFile())) {
      String real = read(zip);
      assertThat(real).startsWith(MadeUpMessages.HEADER);
    }
  }

  @Test
  void everyLineIsAPlausibleRecord() throws IOException {
    List<String[]> rows = rows(20_000);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row).hasSize(15);
              assertThat(row[0]).matches("[0-9]{16}");
              Instant submitted = Instant.parse(row[1]);
              Instant done = Instant.parse(row[2]);
              assertThat(done.toEpochMilli() - submitted.toEpochMilli()).isBetween(300L, 9_000L);
              assertThat(row[6]).matches("[0-9]{11,12}");
              assertThat(row[9]).matches("[123]");
              assertThat(row[10].equals("DELIVRD")).isEqualTo(row[11].equals("0"));
              assertThat(row[12]).matches("[0-9]\\.[0-9]{5}");
              assertThat(hundredThousandths(row[13]))
                  .isEqualTo(hundredThousandths(row[12]) * 4 / 5);
              assertThat(row[14]).isEqualTo("EUR");
            });
  }

  @Test
  void recordsAreInTheOrderOfOneDay() throws IOException {
    List<String[]> rows = rows(20_000);
    assertThat(rows).extracting(row -> row[0]).isSorted().doesNotHaveDuplicates();
    assertThat(rows)
        .extracting(row -> row[1])
        .isSorted()
        .allMatch(t -> t.startsWith("2026-02-28T"));
    assertThat(rows.getFirst()[1]).startsWith("2026-02-28T00:00:0");
    assertThat(rows.getLast()[1]).startsWith("2026-02-28T23:59:");
  }

  /// Shares as in the reports under `samples/`, within a point or two.
  @Test
  void messagesEndAsTheyDoInRealReports() throws IOException {
    Map<String, Long> endings =
        rows(20_000).stream().collect(Collectors.groupingBy(row -> row[10], Collectors.counting()));
    assertThat(endings).containsOnlyKeys("DELIVRD", "UNDELIV", "EXPIRED", "REJECTD");
    assertThat(endings.get("DELIVRD")).isBetween(18_200L, 18_600L);
    assertThat(endings.get("UNDELIV")).isBetween(700L, 900L);
    assertThat(endings.get("EXPIRED")).isBetween(300L, 500L);
  }

  private static int hundredThousandths(String money) {
    return Integer.parseInt(money.replace(".", ""));
  }

  private List<String[]> rows(long count) throws IOException {
    return text(new SampleReport(EXPORTED, count + 1))
        .lines()
        .skip(1)
        .map(line -> line.split(";", -1))
        .toList();
  }

  private String text(SampleReport report) throws IOException {
    try (ZipFile zip = new ZipFile(written(report).toFile())) {
      return read(zip);
    }
  }

  private Path written(SampleReport report) throws IOException {
    Path file = Files.createTempFile(directory, "report", ".zip");
    report.write(file);
    return file;
  }

  private static String read(ZipFile zip) throws IOException {
    try (InputStream text = zip.getInputStream(zip.entries().nextElement())) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
