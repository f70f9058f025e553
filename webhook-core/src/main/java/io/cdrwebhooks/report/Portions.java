package io.cdrwebhooks.report;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/// Deals out an archive's entries in the order in which they lie, and puts together what became of
/// them as if one thread had read them in that order: the first that is not sound decides.
///
/// For several threads.
final class Portions {
  /// Small entries cost by their number.
  private static final int MOST_ENTRIES = 1_000;

  private final Enumeration<ZipArchiveEntry> entries;
  private final ZipEndRecord end;
  private final CountingBounds bounds;
  private final long length;
  private Optional<ZipArchiveEntry> behind;
  private Optional<ListedEntry> upcoming;
  private long textBytes;
  private int dealt;
  private long lines;
  private Supplier<LineCount> verdict = () -> new LineCount.Counted(lines);
  private volatile int decidedBy = Integer.MAX_VALUE;

  /// Entries that lie one behind the other, for one thread to count. `number` is their place among
  /// the portions, from 0.
  record Portion(int number, List<ListedEntry> entries) {
    Portion {
      entries = List.copyOf(entries);
    }

    /// Where what follows it begins.
    long end() {
      return entries.getLast().end();
    }
  }

  /// `entries` in their physical order; a portion has at most `length` bytes, or one entry.
  Portions(
      Enumeration<ZipArchiveEntry> entries, ZipEndRecord end, CountingBounds bounds, long length) {
    this.entries = entries;
    this.end = end;
    this.bounds = bounds;
    this.length = length;
    this.behind = next(entries);
    this.upcoming = following();
  }

  /// Empty when all are dealt out, or one was not sound.
  synchronized Optional<Portion> next() {
    if (upcoming.isEmpty() || decidedBy != Integer.MAX_VALUE) {
      return Optional.empty();
    }
    List<ListedEntry> portion = new ArrayList<>();
    long fits = upcoming.get().headerOffset() + length;
    do {
      portion.add(upcoming.get());
      upcoming = following();
    } while (upcoming.isPresent() && upcoming.get().end() <= fits && portion.size() < MOST_ENTRIES);
    return Optional.of(new Portion(dealt++, portion));
  }

  private Optional<ListedEntry> following() {
    if (behind.isEmpty()) {
      return Optional.empty();
    }
    ZipArchiveEntry entry = behind.get();
    behind = next(entries);
    long entryEnd = behind.map(ZipArchiveEntry::getLocalHeaderOffset).orElse(end.directoryOffset());
    Optional<LineCount> refusal = refusal(entry);
    textBytes += entry.getSize();
    return Optional.of(ListedEntry.of(entry, entryEnd, refusal));
  }

  private static Optional<ZipArchiveEntry> next(Enumeration<ZipArchiveEntry> entries) {
    return entries.hasMoreElements() ? Optional.of(entries.nextElement()) : Optional.empty();
  }

  private Optional<LineCount> refusal(ZipArchiveEntry entry) {
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
    return entry.getSize() > bounds.textBytes() - textBytes
        ? Optional.of(new LineCount.TooLarge("it holds too much text"))
        : Optional.empty();
  }

  synchronized void counted(long linesOfPortion) {
    lines += linesOfPortion;
  }

  /// An entry of the portion decides what becomes of the archive, unless one before it does:
  /// `verdict` answers or throws.
  synchronized void decided(Portion portion, Supplier<LineCount> verdictThere) {
    if (portion.number < decidedBy) {
      decidedBy = portion.number;
      verdict = verdictThere;
    }
  }

  /// Whether what becomes of the portion matters to nobody any more.
  boolean isDecidedBefore(Portion portion) {
    return decidedBy < portion.number;
  }

  /// Once all that were dealt out are counted or decided.
  synchronized LineCount verdict() {
    return verdict.get();
  }
}
