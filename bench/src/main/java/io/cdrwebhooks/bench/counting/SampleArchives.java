package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.report.TaskId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The same made-up call records as an archive of one file, and as one of many small files,
/// deflated as most tools do it. Always the same bytes.
record SampleArchives(Sample one, Sample many) {
  /// Some 250 MB of text.
  private static final int LINES = 1_700_000;

  private static final int SMALL_FILE_BYTES = 100_000;
  private static final InstantSource MADE_AT =
      InstantSource.fixed(Instant.parse("2026-01-10T11:20:09Z"));

  record Sample(Path file, long textBytes, long lines) {}

  static SampleArchives make(Path folder) throws IOException {
    Path export = folder.resolve("export.zip");
    Path one = folder.resolve("one.zip");
    Path many = folder.resolve("many.zip");
    new SampleExports(
            task -> Optional.of(new CdrTask(task, "sample", Optional.empty(), Revision.FIRST)),
            (file, key) -> Files.copy(file, export),
            MADE_AT)
        .export(new TaskId(1), LINES);
    try (ZipFile exported = new ZipFile(export.toFile());
        ZipOutputStream toOne = archive(one);
        ZipOutputStream toMany = archive(many)) {
      ZipEntry text = exported.entries().nextElement();
      long cutLines = write(exported.getInputStream(text), toOne, toMany);
      return new SampleArchives(
          new Sample(one, text.getSize(), LINES),
          new Sample(many, text.getSize(), LINES + cutLines));
    } finally {
      Files.deleteIfExists(export);
    }
  }

  private static ZipOutputStream archive(Path file) throws IOException {
    return new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /// How many of the small files end in the middle of a line, which then counts as two.
  private static long write(InputStream text, ZipOutputStream one, ZipOutputStream many)
      throws IOException {
    long cutLines = 0;
    one.putNextEntry(new ZipEntry("all.csv"));
    byte[] piece = text.readNBytes(SMALL_FILE_BYTES);
    for (int number = 0; piece.length > 0; number++) {
      one.write(piece);
      many.putNextEntry(new ZipEntry("part-%05d.csv".formatted(number)));
      many.write(piece);
      cutLines += piece[piece.length - 1] == '\n' ? 0 : 1;
      piece = text.readNBytes(SMALL_FILE_BYTES);
    }
    return cutLines;
  }
}
