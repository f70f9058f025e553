package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.bench.measure.ChildJvm;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ReportInspector;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A process that counts the lines of an archive, then inflates it without counting.
///
/// Argument: the archive. The number of a question is that of the archive's lines.
public final class CountingProcess {
  private CountingProcess() {}

  /// Megabytes of text per second.
  record Speeds(double counting, double inflating) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = ChildJvm.takeOutput();
    Path file = Path.of(arguments[0]);
    InMemoryArchive archive = new InMemoryArchive(file);
    InstantSource clock = InstantSource.system();
    ReportInspector inspector =
        new ReportInspector(archive, clock, new EventLog(clock, System.err::println));
    ChildJvm.serve(
        output,
        "ready",
        (_, lines) -> {
          long begun = System.nanoTime();
          archive.count(inspector, lines);
          long counted = System.nanoTime();
          double bytes = inflate(file);
          long inflated = System.nanoTime();
          return new Speeds(bytes * 1e3 / (counted - begun), bytes * 1e3 / (inflated - counted));
        });
  }

  /// Inflates the text with one thread and discards it: the minimum of work for counting. Returns
  /// the number of bytes.
  private static long inflate(Path file) throws IOException {
    byte[] text = new byte[1 << 16];
    long inflated = 0;
    try (ZipFile archive = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(archive.entries())) {
        InputStream bytes = archive.getInputStream(entry);
        for (int count = bytes.read(text); count > 0; count = bytes.read(text)) {
          inflated += count;
        }
      }
    }
    return inflated;
  }
}
