package io.cdrwebhooks.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/// Reads a zip's central directory, and keeps only the fields that counting needs.
///
/// An archive may have few entries with very long names, comments and extra fields, or claim fewer
/// entries than there are. A reader that keeps them all could run out of memory. Source: PKWARE
/// APPNOTE 6.3.10, 4.3.12.
final class ZipDirectory {
  /// The limit of a directory in bytes, because the whole directory is read before the first line
  /// is counted. 100,000 entries with ordinary names need less.
  static final long MAX_SIZE = 32L << 20;

  private static final int SIGNATURE = 0x02014b50;
  private static final int HEADER = 46;

  private ZipDirectory() {}

  /// Returns the entries by their position in the archive; empty if there are more than `most`.
  ///
  /// @throws IOException if the directory contains anything but headers, or does not end where the
  ///   end records begin: other readers would use another directory
  static Optional<List<ListedEntry>> entries(ZipHeaders headers, ZipEndRecord end, long most)
      throws IOException {
    long at = end.directoryOffset();
    long stop = at + end.directorySize();
    if (stop != end.recordsOffset()) {
      throw new ZipException("there are bytes between the directory and the end record");
    }
    List<ListedEntry> entries = new ArrayList<>();
    while (at < stop) {
      if (entries.size() == most) {
        return Optional.empty();
      }
      ByteBuffer header = headers.header(at, HEADER, SIGNATURE);
      long extras = at + HEADER + Short.toUnsignedInt(header.getShort(28)); // after the name
      long comment = extras + Short.toUnsignedInt(header.getShort(30));
      at = comment + Short.toUnsignedInt(header.getShort(32));
      if (at > stop) {
        throw new ZipException("the directory is cut off");
      }
      entries.add(entry(header, headers, extras, comment));
    }
    entries.sort(Comparator.comparingLong(ListedEntry::offset));
    return Optional.of(entries);
  }

  private static ListedEntry entry(
      ByteBuffer header, ZipHeaders headers, long extras, long extrasEnd) throws IOException {
    long[] numbers =
        headers.numbers(extras, extrasEnd, header.getInt(24), header.getInt(20), header.getInt(42));
    return new ListedEntry(
        numbers[2],
        numbers[1],
        numbers[0],
        header.getInt(16),
        header.getShort(10),
        header.getShort(8));
  }
}
