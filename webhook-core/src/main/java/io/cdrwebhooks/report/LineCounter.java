package io.cdrwebhooks.report;

import io.cdrwebhooks.report.WatchedReports.StoreFault;
import io.cdrwebhooks.report.WatchedReports.TimeUp;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Counts the lines of a report: line feeds over all files in the archive's central directory, plus
/// one per file whose last line has none.
///
/// It streams from the object store in constant memory. It accepts only archives that are
/// consistent: sizes and checksums must agree, and entries must not overlap.
final class LineCounter {
  /// The most counts that read ahead at once. Each of them keeps a second window in memory.
  private static final int MAX_READERS_AHEAD = 4;

  private final Reports reports;
  private final InstantSource clock;
  private final Semaphore readersAhead = new Semaphore(MAX_READERS_AHEAD);

  LineCounter(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /// Counts the lines, and computes the file's SHA-256 if requested. It throws a fault of the
  /// store, or an interrupt, unchanged; every defect of the archive is a result.
  LineCount count(
      ReportLookup.Found found, ZipEndRecord end, CountingBounds bounds, boolean withSha256) {
    if (end.entries() > bounds.entries() || end.directorySize() > ZipDirectory.MAX_SIZE) {
      return new LineCount.TooLarge("it lists " + end.entries() + " entries");
    }
    WatchedReports watched = new WatchedReports(reports, clock, bounds.deadline());
    Optional<FileDigest> digest = withSha256 ? Optional.of(new FileDigest()) : Optional.empty();
    try (ReportWindows windows = new ReportWindows(watched, found, readersAhead, digest);
        EntryReader reader = new EntryReader(windows, watched, end.directoryOffset())) {
      ZipHeaders headers = new ZipHeaders(windows, end.recordsOffset());
      Optional<List<ListedEntry>> entries = ZipDirectory.entries(headers, end, bounds.entries());
      if (entries.isEmpty()) {
        return new LineCount.TooLarge("it lists more entries than its end record states");
      }
      LineCount count = count(entries.get(), reader, end, bounds);
      return withSha256 && count instanceof LineCount.Counted(long lines, Optional<String> _)
          ? new LineCount.Counted(lines, sha256(windows))
          : count;
    } catch (StoreFault fault) {
      throw fault.original();
    } catch (TimeUp e) {
      return new LineCount.TooLarge("counting reached its deadline");
    } catch (IOException damaged) {
      return new LineCount.NotReadable(damaged.toString());
    }
  }

  /// Returns the digest of the whole file; empty if reading the rest of the file takes too long.
  /// The line count is complete then.
  private static Optional<String> sha256(ReportWindows windows) throws IOException {
    try {
      return Optional.of(windows.sha256());
    } catch (TimeUp e) {
      return Optional.empty();
    }
  }

  /// Counts the lines of all entries; stops at the first damaged one.
  private static LineCount count(
      List<ListedEntry> entries, EntryReader reader, ZipEndRecord end, CountingBounds bounds)
      throws IOException {
    long lines = 0;
    long textBytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      ListedEntry entry = entries.get(i);
      Optional<LineCount> refusal = refusal(entry, bounds.textBytes() - textBytes);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      long next = i + 1 < entries.size() ? entries.get(i + 1).offset() : end.directoryOffset();
      // The next entry may claim any position.
      long entryEnd = Math.min(next, end.directoryOffset());
      lines += reader.lines(entry, entryEnd);
      textBytes += entry.size();
    }
    return new LineCount.Counted(lines, Optional.empty());
  }

  private static Optional<LineCount> refusal(ListedEntry entry, long mostTextBytes) {
    if (entry.encrypted()) {
      return Optional.of(new LineCount.NotReadable("an entry is encrypted"));
    }
    if (!entry.hasKnownMethod()) {
      return Optional.of(
          new LineCount.NotReadable("an entry has the unknown method " + entry.method()));
    }
    return entry.size() > mostTextBytes
        ? Optional.of(
            new LineCount.TooLarge(
                "an entry's text exceeds " + mostTextBytes + " bytes: " + entry.size()))
        : Optional.empty();
  }
}
