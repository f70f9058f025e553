package io.cdrwebhooks.report;

import io.cdrwebhooks.report.Portions.Portion;
import io.cdrwebhooks.report.WatchedReports.StoreFault;
import io.cdrwebhooks.report.WatchedReports.TimeUp;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// One archive's portions, counted by one thread or by some that each have their own windows.
final class SharedCount {
  private final Portions portions;
  private final WatchedReports reports;
  private final Supplier<ReportWindows> moreWindows;
  private final SpareThreads helpers;
  private final SpareThreads readers;

  SharedCount(
      Portions portions,
      WatchedReports reports,
      Supplier<ReportWindows> moreWindows,
      SpareThreads helpers,
      SpareThreads readers) {
    this.portions = portions;
    this.reports = reports;
    this.moreWindows = moreWindows;
    this.helpers = helpers;
    this.readers = readers;
  }

  /// Up to `threads` take part, the caller's among them.
  LineCount count(int threads, ReportWindows windows) {
    share(threads - 1, windows);
    return portions.verdict();
  }

  /// Returns when all is counted. Each thread that takes part finds the next.
  private void share(int more, ReportWindows windows) {
    Optional<SpareThread> helper = more > 0 ? helpers.take() : Optional.empty();
    if (helper.isEmpty()) {
      countAlone(windows);
      return;
    }
    try (SpareThread thread = helper.get()) {
      Future<?> others =
          thread.runLast(
              () -> {
                share(more - 1, moreWindows.get());
                return null;
              });
      countAlone(windows);
      SpareThread.await(others);
    }
  }

  private void countAlone(ReportWindows windows) {
    try (PortionReader reader = new PortionReader(windows, helpers, readers)) {
      Optional<Portion> portion = portions.next();
      while (portion.isPresent()) {
        count(portion.get(), reader);
        portion = portions.next();
      }
    }
  }

  private void count(Portion portion, PortionReader reader) {
    try {
      long lines = 0;
      for (ListedEntry entry : portion.entries()) {
        if (entry.refusal().isPresent()) {
          portions.decided(portion, entry.refusal()::get);
          return;
        }
        lines += reader.lines(entry, portion.end(), () -> check(portion));
      }
      portions.counted(lines);
    } catch (StoreFault | TimeUp e) {
      portions.decided(
          portion,
          () -> {
            throw e;
          });
    } catch (IOException | RuntimeException damaged) {
      portions.decided(portion, () -> new LineCount.NotReadable(damaged.toString()));
    }
  }

  private void check(Portion portion) throws IOException {
    reports.checkTime();
    if (portions.isDecidedBefore(portion)) {
      throw new IOException("nobody asks for this portion any more");
    }
  }
}
