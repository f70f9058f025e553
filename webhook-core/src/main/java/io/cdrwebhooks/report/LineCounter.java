package io.cdrwebhooks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Counts the lines of a report's text: line feeds over all files the archive's central directory
/// lists, and one more per file whose last line has none.
///
/// Streams from the object store with flat memory. An archive is read as it claims to be or not at
/// all: sizes and checksums must agree, entries must not overlap.
final class LineCounter {
  private final Reports reports;
  private final InstantSource clock;

  LineCounter(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /// A fault of the store passes through as it is; whatever the archive does to a reader is an
  /// answer.
  LineCount count(Report report, ReportTail tail, ZipEndRecord end, CountingBounds bounds) {
    if (end.entries() > bounds.entries() || end.directorySize() > ZipDirectory.LARGEST) {
      return new LineCount.TooLarge("it lists " + end.entries() + " entries");
    }
    Reports watched = new WatchedReports(reports, clock, bounds.deadline());
    try (ReportChannel channel = new ReportChannel(watched, report, tail, end.endOffset())) {
      if (ZipDirectory.count(channel, end, bounds.entries()) > bounds.entries()) {
        return new LineCount.TooLarge("it lists more entries than its end record says");
      }
      try (ZipFile archive =
          ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get()) {
        return new Counting(archive, end, bounds).count();
      }
    } catch (StoreFault fault) {
      throw fault.original;
    } catch (TimeUp e) {
      return new LineCount.TooLarge("the time was up");
    } catch (IOException | RuntimeException damaged) {
      return new LineCount.NotReadable(damaged.toString());
    }
  }

  /// One pass over one archive.
  private final class Counting {
    private final ZipFile archive;
    private final ZipEndRecord end;
    private final CountingBounds bounds;
    private final byte[] buffer = new byte[1 << 16];
    private long lines;
    private long textBytes;

    Counting(ZipFile archive, ZipEndRecord end, CountingBounds bounds) {
      this.archive = archive;
      this.end = end;
      this.bounds = bounds;
    }

    LineCount count() throws IOException {
      long freeFrom = 0;
      Enumeration<ZipArchiveEntry> entries = archive.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        if (entry.getLocalHeaderOffset() < freeFrom) {
          return new LineCount.NotReadable("entries overlap");
        }
        Optional<LineCount> end = countEntry(entry);
        if (end.isPresent()) {
          return end.get();
        }
        freeFrom = entry.getDataOffset() + entry.getCompressedSize();
      }
      return freeFrom > end.directoryOffset()
          ? new LineCount.NotReadable("entries overlap the directory")
          : new LineCount.Counted(lines);
    }

    /// Empty when the entry was counted and the next may follow.
    private Optional<LineCount> countEntry(ZipArchiveEntry entry) throws IOException {
      if (entry.getGeneralPurposeBit().usesEncryption()) {
        return Optional.of(new LineCount.NotReadable("an entry is encrypted"));
      }
      if (entry.getMethod() != ZipArchiveEntry.STORED
          && entry.getMethod() != ZipArchiveEntry.DEFLATED) {
        return Optional.of(new LineCount.NotReadable("unknown method " + entry.getMethod()));
      }
      if (entry.getSize() > bounds.textBytes() - textBytes) {
        return Optional.of(new LineCount.TooLarge("it holds too much text"));
      }
      try (InputStream text = archive.getInputStream(entry)) {
        return countText(text, entry);
      }
    }

    private Optional<LineCount> countText(InputStream text, ZipArchiveEntry entry)
        throws IOException {
      CRC32 checksum = new CRC32();
      long size = 0;
      byte last = '\n';
      for (int read; (read = text.read(buffer)) >= 0; ) {
        if (read == 0) {
          continue;
        }
        size += read;
        if (size > entry.getSize()) {
          return Optional.of(new LineCount.NotReadable("an entry is longer than listed"));
        }
        TimeUp.check(clock, bounds.deadline());
        checksum.update(buffer, 0, read);
        lines += lineFeeds(buffer, read);
        last = buffer[read - 1];
      }
      lines += last == '\n' ? 0 : 1;
      textBytes += size;
      return size == entry.getSize() && checksum.getValue() == entry.getCrc()
          ? Optional.empty()
          : Optional.of(new LineCount.NotReadable("an entry's size or checksum differs"));
    }
  }

  private static int lineFeeds(byte[] buffer, int length) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      count += buffer[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  /// Tells the store's faults from what a damaged archive makes its reader throw, and watches the
  /// time where an archive makes its reader read on without any text coming out.
  private record WatchedReports(Reports reports, InstantSource clock, Instant deadline)
      implements Reports {
    @Override
    public ReportLookup lookUp(ReportVersion version) {
      return reports.lookUp(version);
    }

    @Override
    public byte[] read(ReportVersion version, long offset, int length) {
      TimeUp.check(clock, deadline);
      try {
        return reports.read(version, offset, length);
      } catch (IOException e) {
        throw new StoreFault(new UncheckedIOException(e));
      } catch (RuntimeException e) {
        throw new StoreFault(e);
      }
    }
  }

  /// Leaves the archive's reader from within.
  private static final class TimeUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    static void check(InstantSource clock, Instant deadline) {
      if (clock.instant().isAfter(deadline)) {
        throw new TimeUp();
      }
    }
  }

  private static final class StoreFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RuntimeException original;

    StoreFault(RuntimeException original) {
      super(original);
      this.original = original;
    }
  }
}
