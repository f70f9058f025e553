package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ReportInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// A program that counts the lines of an archive again and again, by turns with inflating it only,
/// and prints `<what> <MB/s>` each time. The JVM's flags are those it is started with.
///
/// Arguments: the archive, its bytes of text, its lines, how often, how many milliseconds the store
/// takes to answer, and `true` to have `unzip` count too.
public final class SpeedRun {
  static final String COUNTING = "counting";
  static final String INFLATING = "inflating";
  static final String UNZIP = "unzip";

  private static final int WARM_UP = 2;

  private SpeedRun() {}

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments[0]);
    long textBytes = Long.parseLong(arguments[1]);
    long lines = Long.parseLong(arguments[2]);
    MappedArchive archive =
        new MappedArchive(file, Duration.ofMillis(Long.parseLong(arguments[4])));
    BareInflate bare = new BareInflate(file);
    InstantSource clock = InstantSource.system();
    ReportInspector inspector =
        new ReportInspector(archive, clock, new EventLog(clock, System.err::println));
    Map<String, Work> works = new TreeMap<>();
    works.put(COUNTING, () -> archive.count(inspector, lines));
    works.put(INFLATING, () -> bare.inflate(textBytes));
    if (Boolean.parseBoolean(arguments[5]) && Unzip.isThere()) {
      works.put(UNZIP, () -> Unzip.countLineFeeds(file));
    }
    for (int run = -WARM_UP; run < Integer.parseInt(arguments[3]); run++) {
      for (Map.Entry<String, Work> work : works.entrySet()) {
        double seconds = seconds(work.getValue());
        if (run >= 0) {
          System.out.println(work.getKey() + " " + textBytes / 1e6 / seconds);
        }
      }
    }
  }

  private static double seconds(Work work) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e9;
  }
}
