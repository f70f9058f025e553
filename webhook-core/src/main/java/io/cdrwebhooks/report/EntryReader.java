package io.cdrwebhooks.report;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// Reads the text of an archive's entries, one after the other. An entry that differs from the
/// directory is an [IOException].
///
/// It inflates directly from the windows, without further buffers. For one thread.
final class EntryReader implements AutoCloseable {
  /// Fits into a processor's cache.
  private static final int BUFFER = 128 << 10;

  private static final int SIGNATURE = 0x04034b50;
  private static final int HEADER = 30;
  private static final int ENCRYPTED = 1;
  private static final int SIZES_FOLLOW = 8;

  private static final byte[] NOTHING = new byte[0];

  private final ReportWindows windows;
  private final ZipHeaders headers;
  private final WatchedReports reports;
  private final long end;
  private final byte[] buffer = new byte[BUFFER];
  private final CRC32 checksum = new CRC32();
  private final Inflater inflater = new Inflater(true);
  private long textBytes;
  private long lineFeeds;
  private byte last;

  /// Creates a reader of entries, which must all be before `end`. `reports` checks the deadline at
  /// each piece of text.
  EntryReader(ReportWindows windows, WatchedReports reports, long end) {
    this.windows = windows;
    this.headers = new ZipHeaders(windows, end);
    this.reports = reports;
    this.end = end;
  }

  /// Counts the line feeds of one entry, plus one if its last line has none. No part of the entry
  /// may be after `entryEnd`.
  long lines(ListedEntry entry, long entryEnd) throws IOException {
    long offset = dataOffset(entry);
    if (entry.compressedSize() > entryEnd - offset) {
      throw new ZipException("entries overlap, or overlap the directory");
    }
    checksum.reset();
    textBytes = 0;
    lineFeeds = 0;
    last = '\n';
    long dataEnd = offset + entry.compressedSize();
    if (entry.deflated()) {
      inflate(offset, dataEnd, entry.size());
    } else {
      copy(offset, dataEnd, entry.size());
    }
    if (textBytes != entry.size() || (int) checksum.getValue() != entry.crc()) {
      throw new ZipException("an entry's size or checksum differs");
    }
    return lineFeeds + (last == '\n' ? 0 : 1);
  }

  /// Returns where the entry's data begins. The entry's local header must agree with the directory,
  /// because some readers, such as `unzip`, trust the directory and others the header.
  private long dataOffset(ListedEntry entry) throws IOException {
    ByteBuffer header = headers.header(entry.offset(), HEADER, SIGNATURE);
    long extras = entry.offset() + HEADER + Short.toUnsignedInt(header.getShort(26));
    long data = extras + Short.toUnsignedInt(header.getShort(28));
    short flags = header.getShort(6);
    boolean agrees = (flags & ENCRYPTED) == 0 && header.getShort(8) == entry.method();
    if ((flags & SIZES_FOLLOW) == 0) {
      long[] sizes = headers.numbers(extras, data, header.getInt(22), header.getInt(18));
      agrees &= sizes[0] == entry.size() && sizes[1] == entry.compressedSize();
      agrees &= header.getInt(14) == entry.crc();
    }
    if (!agrees) {
      throw new ZipException("an entry's header differs from the directory");
    }
    return data;
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
