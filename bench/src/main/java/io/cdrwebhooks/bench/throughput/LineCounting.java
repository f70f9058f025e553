package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.measure.ChildJvm;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.Report;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportTail;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Measures how fast the product counts the lines of an archive, against a thread that only
/// inflates the same data.
///
/// The store is memory, so the figures cover only our code. One JVM with Lambda's flags counts and
/// inflates alternately.
public final class LineCounting implements Section {
  private static final List<String> LAMBDA = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /// Some 250 MB of text.
  private static final int LINES = 1_700_000;

  private static final InstantSource MADE_AT =
      InstantSource.fixed(Instant.parse("2026-01-10T11:20:09Z"));
  private static final int WARM_UPS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// Megabytes of text per second.
  record Speeds(double counting, double inflating) {}

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    stage.say("making an archive of 250 MB of text");
    Path archive = stage.scratch().resolve("export.zip");
    var _ =
        new SampleExports(
                task ->
                    Optional.of(CdrTask.of(task, "sample", Optional.empty(), MADE_AT.instant())),
                (file, _) -> Files.copy(file, archive),
                MADE_AT)
            .export(new TaskId(1), LINES);
    List<Speeds> runs = new ArrayList<>();
    try (ChildJvm counting =
        ChildJvm.start(
            LineCounting.class, LAMBDA, stage.scratch(), List.of("" + archive), Map.of())) {
      String _ = counting.hear(String.class);
      for (int run = 1 - WARM_UPS; run <= RUNS; run++) {
        Speeds speeds = counting.ask("count", LINES, Speeds.class);
        if (run > 0) {
          runs.add(speeds);
          stage.sayRun(run);
        }
      }
    }
    return List.of(
        Figure.of("counting", "x inflate", runs, run -> run.counting() / run.inflating()),
        Figure.of("counting, speed", "MB/s", runs, Speeds::counting),
        Figure.of("inflate alone, speed", "MB/s", runs, Speeds::inflating));
  }

  /// Counts and inflates the archive in the argument, in the measured process. The number of a
  /// question is that of the archive's lines.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream output = ChildJvm.takeOutput();
    Path file = Path.of(arguments[0]);
    Archive archive = new Archive(Files.readAllBytes(file));
    ChildJvm.serve(
        output,
        "ready",
        (_, lines) -> {
          long begun = System.nanoTime();
          archive.count(lines);
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

  /// An object store with one archive.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Archive(byte[] bytes) implements Reports {
    private static final ReportVersion VERSION =
        new ReportVersion("cdr-reports", new ReportKey(new TaskId(1), "a.zip"), Optional.empty());

    /// Counts the lines with the product's code, which must find this number.
    void count(long lines) {
      InstantSource clock = InstantSource.system();
      CountingBounds bounds = CountingBounds.until(clock.instant().plus(PATIENCE));
      Inspection found =
          new ReportInspector(this, clock, new EventLog(clock, System.err::println))
              .inspect(lookUp(VERSION), bounds, false);
      if (!found.equals(new Inspection(lines, ""))) {
        throw new IllegalStateException("archive must have %d lines: %s".formatted(lines, found));
      }
    }

    @Override
    public ReportLookup lookUp(ReportVersion version) {
      int tail = Math.min(bytes.length, ReportTail.LENGTH);
      int offset = bytes.length - tail;
      return new ReportLookup.Found(
          new Report(version, bytes.length, ReportMetadata.NONE),
          new ReportTail(offset, read(version, offset, tail)));
    }

    @Override
    public byte[] read(ReportVersion version, long offset, int length) {
      return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }
  }
}
