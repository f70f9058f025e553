package io.cdrwebhooks.local.web;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A report as an exporter would write it: a zip with one file of `lines` lines, including the
/// header. The instant of its export, in whole milliseconds, decides its name and every byte of it.
record SampleExport(Instant exportedAt, long lines) {
  static final long MAX_LINES = 5_000_000;

  private static final String HEADER =
      "cdr_id;submit_time;done_time;customer;supplier;sender;receiver;mcc;mnc;parts;status;"
          + "error_code;price;cost;currency\n";

  /// Rows of the reports under `samples/`, without times and the last digits of a telephone number.
  private static final List<String> ROWS =
      List.of(
          "acme-bank;sup-de-2;41791234567;39347#;222;01;1;DELIVRD;0;0.05169;0.04135;EUR\n",
          "nordic-retail;sup-de-2;41791234567;4179#;228;01;1;UNDELIV;40;0.07342;0.05874;EUR\n",
          "city-parking;sup-de-2;Alpenpost;4176#;228;02;1;DELIVRD;0;0.08820;0.07056;EUR\n",
          "alpenpost;sup-it-1;Alpenpost;38163#;220;01;2;DELIVRD;0;0.06967;0.05574;EUR\n");

  private static final int CHUNK = 1 << 16;
  private static final long DAY_MILLIS = Duration.ofHours(24).toMillis();
  private static final DateTimeFormatter FILE_NAME_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  SampleExport {
    if (lines < 1 || lines > MAX_LINES) {
      throw new IllegalArgumentException("lines must be from 1 to " + MAX_LINES + ": " + lines);
    }
    exportedAt = exportedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  String fileName() {
    return name() + ".zip";
  }

  private String name() {
    return "sample-" + FILE_NAME_TIME.format(exportedAt);
  }

  /// Writes the report. The needed memory is small for any number of lines.
  void write(Path file) throws IOException {
    try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), CHUNK);
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // Speed matters more than size: millions of lines must be ready within seconds.
      zip.setLevel(Deflater.BEST_SPEED);
      ZipEntry entry = new ZipEntry(name() + ".csv");
      entry.setTimeLocal(LocalDateTime.ofInstant(exportedAt, ZoneOffset.UTC));
      zip.putNextEntry(entry);
      writeLines(zip);
      zip.closeEntry();
    }
  }

  /// Writes messages of the day before the export, evenly spread.
  private void writeLines(OutputStream out) throws IOException {
    SplittableRandom random = new SplittableRandom(exportedAt.toEpochMilli());
    Instant day = exportedAt.truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
    long firstId = exportedAt.toEpochMilli() * 1_000;
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), CHUNK);
    text.write(HEADER);
    for (long row = 0; row < lines - 1; row++) {
      Instant submitted = day.plusMillis(DAY_MILLIS * row / lines);
      String rest = ROWS.get(random.nextInt(ROWS.size()));
      String digits = Integer.toString(random.nextInt(1_000_000, 10_000_000));
      text.append(Long.toString(firstId + row)).append(';').append(submitted.toString());
      text.append(';').append(submitted.plusMillis(random.nextInt(300, 9_000)).toString());
      text.append(';').append(rest.replace("#", digits));
    }
    text.flush();
  }
}
