package io.cdrwebhooks.local.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleExportTest {
  private static final Instant EXPORTED = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Path REAL = Path.of("..", "samples", "tx00001.zip");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 100_001})
  void reportHasExactlyTheRequestedLines(long lines) throws IOException {
    String text = text(new SampleExport(EXPORTED, lines));
    assertThat(text).endsWith("\n");
    assertThat(text.chars().filter(c -> c == '\n').count()).isEqualTo(lines);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 5_000_001})
  void otherNumbersOfLinesAreRefused(long lines) {
    assertThatThrownBy(() -> new SampleExport(EXPORTED, lines))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportIsNamedByItsInstant() throws IOException {
    SampleExport report = new SampleExport(EXPORTED, 1);
    assertThat(report.fileName()).isEqualTo("sample-20260301T100000123Z.zip");
    try (ZipFile zip = new ZipFile(written(report).toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("sample-20260301T100000123Z.csv");
    }
  }

  @Test
  void sameInstantGivesTheSameText() throws Exception {
    String text = text(new SampleExport(EXPORTED, 1_000));
    assertThat(text(new SampleExport(EXPORTED.plusNanos(999_999), 1_000))).isEqualTo(text);
    assertThat(text(new SampleExport(EXPORTED.plusMillis(1), 1_000))).isNotEqualTo(text);
  }

  @Test
  void linesHaveTheColumnsOfARealReport() throws IOException {
    try (ZipFile zip = new ZipFile(REAL.toFile())) {
      assertThat(text(new SampleExport(EXPORTED, 1)))
          .isEqualTo(read(zip).lines().findFirst().orElseThrow() + "\n");
    }
    assertThat(text(new SampleExport(EXPORTED, 1_000)).lines().skip(1))
        .allSatisfy(
            line -> {
              String[] row = line.split(";", -1);
              assertThat(row).hasSize(15);
              assertThat(row[1]).startsWith("2026-02-28T");
              assertThat(Instant.parse(row[2])).isAfter(Instant.parse(row[1]));
              assertThat(row[6]).matches("[0-9]{11,12}");
            });
  }

  private String text(SampleExport report) throws IOException {
    try (ZipFile zip = new ZipFile(written(report).toFile())) {
      return read(zip);
    }
  }

  private Path written(SampleExport report) throws IOException {
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
