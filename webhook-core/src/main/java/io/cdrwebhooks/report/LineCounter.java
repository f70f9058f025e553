package io.cdrwebhooks.report;

import io.cdrwebhooks.report.WatchedReports.StoreFault;
import io.cdrwebhooks.report.WatchedReports.TimeUp;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Counts the lines of a report's text: line feeds over all files the archive's central directory
/// lists, and one more per file whose last line has none.
///
/// Streams from the object store with flat memory. An archive is read as it claims to be or not at
/// all: sizes and checksums must agree, entries must not overlap. Several processors share the work
/// on a large archive; what comes of it is what one thread finds that reads it in order.
final class LineCounter {
  /// Threads beside those that ask for a count, over all counts at the same time: each holds a
  /// window of the store, or has another hold a second one.
  private static final int MOST_HELPERS = 3;

  private static final int MOST_READERS = 4;

  /// Shorter portions would cost more requests, longer ones leave a thread without work at the end.
  private static final long SHORTEST_PORTION = 1 << 20;

  private static final long PORTIONS_EACH = 8;

  private final Reports reports;
  private final InstantSource clock;
  private final int mostHelpers;
  private final SpareThreads helpers;
  private final SpareThreads readers = new SpareThreads("reading-ahead", MOST_READERS);

  LineCounter(Reports reports, InstantSource clock, int processors) {
    this.reports = reports;
    this.clock = clock;
    this.mostHelpers = Math.min(processors - 1, MOST_HELPERS);
    this.helpers = new SpareThreads("counting", mostHelpers);
  }

  /// A fault of the store passes through as it is, and being interrupted is one; whatever the
  /// archive does to a reader is an answer.
  LineCount count(Report report, ReportTail tail, ZipEndRecord end, CountingBounds bounds) {
    if (end.entries() > bounds.entries() || end.directorySize() > ZipDirectory.LARGEST) {
      return new LineCount.TooLarge("it lists " + end.entries() + " entries");
    }
    WatchedReports watched = new WatchedReports(reports, clock, bounds.deadline());
    Supplier<ReportWindows> moreWindows = () -> new ReportWindows(watched, report, tail);
    try (ReportWindows windows = moreWindows.get();
        ReportChannel channel = new ReportChannel(windows, end.endOffset())) {
      if (ZipDirectory.count(channel, end, bounds.entries()) > bounds.entries()) {
        return new LineCount.TooLarge("it lists more entries than its end record says");
      }
      try (ZipFile archive =
          ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get()) {
        int threads = threads(end);
        long length = portionLength(end, threads);
        Portions portions = new Portions(archive.getEntriesInPhysicalOrder(), end, bounds, length);
        return new SharedCount(portions, watched, moreWindows, helpers, readers)
            .count(threads, windows);
      }
    } catch (StoreFault fault) {
      throw fault.original();
    } catch (TimeUp e) {
      return new LineCount.TooLarge("the time was up");
    } catch (IOException | RuntimeException damaged) {
      return new LineCount.NotReadable(damaged.toString());
    }
  }

  /// A small archive is counted sooner than another thread begins to.
  private int threads(ZipEndRecord end) {
    long portions = Math.min(end.entries(), end.directoryOffset() / SHORTEST_PORTION);
    return Math.clamp(portions, 1, mostHelpers + 1);
  }

  private static long portionLength(ZipEndRecord end, int threads) {
    return threads == 1
        ? ReportWindows.WINDOW
        : Math.clamp(
            end.directoryOffset() / (threads * PORTIONS_EACH),
            SHORTEST_PORTION,
            ReportWindows.WINDOW);
  }
}
