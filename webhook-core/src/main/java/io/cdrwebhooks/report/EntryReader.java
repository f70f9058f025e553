package io.cdrwebhooks.report;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/// Reads the text of an archive's entries, one after the other. An entry that differs from the
/// directory is an [IOException].
///
/// It inflates directly from the windows, which takes about half the time of commons-compress'
/// streams. For one thread.
final class EntryReader implements AutoCloseable {
  /// Fits into a processor's cache.
  private static final int BUFFER = 128 << 10;

  private static final int LOCAL_HEADER = 30;
  private static final int NAME_LENGTH = 26;
  private static final int EXTRA_LENGTH = 28;

  private static final byte[] NOTHING = new byte[0];

  private final ReportWindows windows;
  private final WatchedReports reports;
  private final long end;
  private final byte[] buffer = new byte[BUFFER];
  private final CRC32 checksum = new CRC32();
  private final Inflater inflater = new Inflater(true);
  private long textBytes;
  private long lineFeeds;
  private byte last;

  /// Creates a reader of entries, which must all be before `end`. `reports` checks the time with
  /// every piece of text.
  EntryReader(ReportWindows windows, WatchedReports reports, long end) {
    this.windows = windows;
    this.reports = reports;
    this.end = end;
  }

  /// Counts the line feeds of one entry, plus one for a last line without. No part of the entry may
  /// be after `entryEnd`.
  long lines(ZipArchiveEntry entry, long entryEnd) throws IOException {
    long offset = dataOffset(entry.getLocalHeaderOffset());
    if (entry.getCompressedSize() > entryEnd - offset) {
      throw new ZipException("entries overlap, or overlap the directory");
    }
    checksum.reset();
    textBytes = 0;
    lineFeeds = 0;
    last = '\n';
    long dataEnd = offset + entry.getCompressedSize();
    if (entry.getMethod() == ZipArchiveEntry.DEFLATED) {
      inflate(offset, dataEnd, entry.getSize());
    } else {
      copy(offset, dataEnd, entry.getSize());
    }
    if (textBytes != entry.getSize() || checksum.getValue() != entry.getCrc()) {
      throw new ZipException("an entry's size or checksum differs");
    }
    return lineFeeds + (last == '\n' ? 0 : 1);
  }

  private long dataOffset(long header) throws IOException {
    return header
        + LOCAL_HEADER
        + unsignedShort(header + NAME_LENGTH)
        + unsignedShort(header + EXTRA_LENGTH);
  }

  private int unsignedShort(long offset) throws IOException {
    return unsignedByte(offset) | unsignedByte(offset + 1) << 8;
  }

  private int unsignedByte(long offset) throws IOException {
    if (offset >= end) {
      throw new EOFException("an entry's header is cut off");
    }
    return Byte.toUnsignedInt(windows.at(offset, end).get());
  }

  private void inflate(long offset, long dataEnd, long size) throws IOException {
    inflater.reset();
    long at = offset;
    while (!inflater.finished()) {
      reports.checkTime();
      // Feeds more input only when there is no more output.
      if (inflateOnce(size) == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new ZipException("an entry needs a dictionary");
        }
        inflater.setInput(NOTHING); // frees the old window before the next one is read
        ByteBuffer input = input(at, dataEnd);
        at += input.remaining();
        inflater.setInput(input);
      }
    }
  }

  private int inflateOnce(long size) throws IOException {
    try {
      int length = inflater.inflate(buffer);
      filled(length, size);
      return length;
    } catch (DataFormatException e) {
      throw new ZipException("an entry's data is damaged: " + e.getMessage());
    }
  }

  private void copy(long offset, long dataEnd, long size) throws IOException {
    for (long at = offset; at < dataEnd; ) {
      reports.checkTime();
      ByteBuffer input = input(at, dataEnd);
      int length = Math.min(buffer.length, input.remaining());
      input.get(buffer, 0, length);
      at += length;
      filled(length, size);
    }
  }

  private ByteBuffer input(long at, long dataEnd) throws IOException {
    if (at == dataEnd) {
      throw new EOFException("an entry's data is cut off");
    }
    ByteBuffer input = windows.at(at, end);
    return input.limit((int) Math.min(input.limit(), input.position() + (dataEnd - at)));
  }

  /// Counts the first `length` bytes of the buffer.
  private void filled(int length, long size) throws IOException {
    textBytes += length;
    if (textBytes > size) {
      throw new ZipException("an entry is longer than listed");
    }
    if (length > 0) {
      checksum.update(buffer, 0, length);
      lineFeeds += LineFeeds.count(buffer, length);
      last = buffer[length - 1];
    }
  }

  @Override
  public void close() {
    inflater.close();
  }
}
