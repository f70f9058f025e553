package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.bench.ChildJvm;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ReportInspector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;

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
    BareInflate bare = new BareInflate(file);
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
          double bytes = bare.inflate();
          long inflated = System.nanoTime();
          return new Speeds(bytes * 1e3 / (counted - begun), bytes * 1e3 / (inflated - counted));
        });
  }
}
