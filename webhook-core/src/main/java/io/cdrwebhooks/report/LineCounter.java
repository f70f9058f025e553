package io.cdrwebhooks.report;

import io.cdrwebhooks.report.WatchedReports.StoreFault;
import io.cdrwebhooks.report.WatchedReports.TimeUp;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Counts the lines of a report's text: line feeds over all files the archive's central directory
/// lists, and one more per file whose last line has none.
///
/// Streams from the object store with flat memory. An archive is read as it claims to be or not at
/// all: sizes and checksums must agree, entries must not overlap.
final class LineCounter {
  /// Counts that read ahead at the same time: each of them holds a second window.
  private static final int MOST_READERS_AHEAD = 4;

  private final Reports reports;
  private final InstantSource clock;
  private final Semaphore readersAhead = new Semaphore(MOST_READERS_AHEAD);

  LineCounter(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /// A fault of the store passes through as it is, and an interrupt is such a fault; whatever the
  /// archive does to a reader is an answer.
  LineCount count(Report report, ReportTail tail, ZipEndRecord end, CountingBounds bounds) {
    if (end.entries() > bounds.entries() || end.directorySize() > ZipDirectory.LARGEST) {
      return new LineCount.TooLarge("it lists " + end.entries() + " entries");
    }
    WatchedReports watched = new WatchedReports(reports, clock, bounds.deadline());
    try (ReportWindows windows = new ReportWindows(watched, report, tail, readersAhead);
        ReportChannel channel = new ReportChannel(windows, end.endOffset());
        EntryReader reader = new EntryReader(windows, watched, end.directoryOffset())) {
      if (ZipDirectory.count(channel, end, bounds.entries()) > bounds.entries()) {
        return new LineCount.TooLarge("it lists more entries than its end record says");
      }
      return count(entries(channel), reader, end, bounds);
    } catch (StoreFault fault) {
      throw fault.original();
    } catch (TimeUp e) {
      return new LineCount.TooLarge("the time was up");
    } catch (IOException damaged) {
      return new LineCount.NotReadable(damaged.toString());
    }
  }

  /// In the order in which they lie. A damaged directory makes commons-compress throw unchecked
  /// exceptions of many kinds.
  private static List<ZipArchiveEntry> entries(ReportChannel channel) throws IOException {
    try (ZipFile archive =
        ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get()) {
      return Collections.list(archive.getEntriesInPhysicalOrder());
    } catch (StoreFault | TimeUp e) {
      throw e;
    } catch (RuntimeException damaged) {
      throw new IOException(damaged);
    }
  }

  /// The first entry that is not sound decides.
  private static LineCount count(
      List<ZipArchiveEntry> entries, EntryReader reader, ZipEndRecord end, CountingBounds bounds)
      throws IOException {
    long lines = 0;
    long textBytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      ZipArchiveEntry entry = entries.get(i);
      Optional<LineCount> refusal = refusal(entry, bounds.textBytes() - textBytes);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      long entryEnd =
          i + 1 < entries.size()
              ? entries.get(i + 1).getLocalHeaderOffset()
              : end.directoryOffset();
      lines += reader.lines(entry, entryEnd);
      textBytes += entry.getSize();
    }
    return new LineCount.Counted(lines);
  }

  private static Optional<LineCount> refusal(ZipArchiveEntry entry, long mostTextBytes) {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return Optional.of(new LineCount.NotReadable("an entry is encrypted"));
    }
    if (entry.getMethod() != ZipArchiveEntry.STORED
        && entry.getMethod() != ZipArchiveEntry.DEFLATED) {
      return Optional.of(new LineCount.NotReadable("unknown method " + entry.getMethod()));
    }
    if (entry.getSize() < 0 || entry.getCompressedSize() < 0) {
      return Optional.of(new LineCount.NotReadable("an entry has no size"));
    }
    return entry.getSize() > mostTextBytes
        ? Optional.of(new LineCount.TooLarge("it holds too much text"))
        : Optional.empty();
  }
}
