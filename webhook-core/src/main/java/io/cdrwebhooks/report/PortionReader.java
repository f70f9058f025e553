package io.cdrwebhooks.report;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// One thread's way through the text of an archive's entries. What is not as the directory lists it
/// is an [IOException].
///
/// A large entry is helped by spare threads, if there are any: one reads ahead in the store, one
/// counts what was inflated.
final class PortionReader implements AutoCloseable {
  /// Less text is counted sooner than somebody else begins to.
  private static final long WORTH_HELP = 4 << 20;

  private static final int LOCAL_HEADER = 30;
  private static final int NAME_LENGTH = 26;
  private static final int EXTRA_LENGTH = 28;

  private static final byte[] NOTHING = new byte[0];

  private final ReportWindows windows;
  private final SpareThreads counters;
  private final SpareThreads readers;
  private final TextTally tally = new TextTally();
  private final Inflater inflater = new Inflater(true);
  private long textBytes;

  /// Ends the reading early by what it throws.
  interface Watch {
    void check() throws IOException;
  }

  /// Closes `windows` with itself.
  PortionReader(ReportWindows windows, SpareThreads counters, SpareThreads readers) {
    this.windows = windows;
    this.counters = counters;
    this.readers = readers;
  }

  /// The lines of one entry's text; what follows it before `end` will be read next. `watch` is
  /// asked with every piece of text, and with every window.
  long lines(ListedEntry entry, long end, Watch watch) throws IOException {
    long offset = dataOffset(entry, end);
    if (entry.compressedSize() > entry.end() - offset) {
      throw new ZipException("entries overlap, or overlap the directory");
    }
    tally.begin();
    textBytes = 0;
    if (entry.compressedSize() > ReportWindows.WINDOW) {
      readers.take().ifPresent(windows::readAheadWith);
    }
    if (entry.deflated()) {
      inflate(entry, offset, end, watch);
    } else {
      copy(entry, offset, end, watch);
    }
    tally.end();
    windows.readNoFurther();
    if (textBytes != entry.size() || tally.checksum() != entry.checksum()) {
      throw new ZipException("an entry's size or checksum differs");
    }
    return tally.lines();
  }

  private long dataOffset(ListedEntry entry, long end) throws IOException {
    int afterHeader =
        unsignedShort(entry.headerOffset() + NAME_LENGTH, end)
            + unsignedShort(entry.headerOffset() + EXTRA_LENGTH, end);
    return entry.headerOffset() + LOCAL_HEADER + afterHeader;
  }

  private int unsignedShort(long offset, long end) throws IOException {
    return unsignedByte(offset, end) | unsignedByte(offset + 1, end) << 8;
  }

  private int unsignedByte(long offset, long end) throws IOException {
    if (offset >= end) {
      throw new EOFException("an entry's header is cut off");
    }
    return Byte.toUnsignedInt(windows.at(offset, end).get());
  }

  private void inflate(ListedEntry entry, long offset, long end, Watch watch) throws IOException {
    inflater.reset();
    long at = offset;
    long dataEnd = offset + entry.compressedSize();
    while (!inflater.finished()) {
      watch.check();
      // Only when no more comes out is it time for more to go in.
      if (inflateOnce(entry) == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new ZipException("an entry needs a dictionary");
        }
        inflater.setInput(NOTHING); // else the old window stays while the next one is read
        ByteBuffer input = input(at, dataEnd, end);
        at += input.remaining();
        inflater.setInput(input);
      }
    }
  }

  private int inflateOnce(ListedEntry entry) throws IOException {
    byte[] buffer = tally.buffer();
    try {
      int length = inflater.inflate(buffer);
      filled(entry, buffer, length);
      return length;
    } catch (DataFormatException e) {
      throw new ZipException("an entry's data is damaged: " + e.getMessage());
    }
  }

  private void copy(ListedEntry entry, long offset, long end, Watch watch) throws IOException {
    long dataEnd = offset + entry.compressedSize();
    for (long at = offset; at < dataEnd; ) {
      watch.check();
      byte[] buffer = tally.buffer();
      ByteBuffer input = input(at, dataEnd, end);
      int length = Math.min(buffer.length, input.remaining());
      input.get(buffer, 0, length);
      at += length;
      filled(entry, buffer, length);
    }
  }

  private ByteBuffer input(long at, long dataEnd, long end) throws IOException {
    if (at == dataEnd) {
      throw new EOFException("an entry's data is cut off");
    }
    ByteBuffer input = windows.at(at, end);
    if (!input.hasRemaining()) {
      throw new EOFException("the archive ends within an entry's data");
    }
    return input.limit((int) Math.min(input.limit(), input.position() + (dataEnd - at)));
  }

  private void filled(ListedEntry entry, byte[] buffer, int length) throws IOException {
    if (length == 0) {
      return;
    }
    textBytes += length;
    if (textBytes > entry.size()) {
      throw new ZipException("an entry is longer than listed");
    }
    if (entry.size() - textBytes > WORTH_HELP && !tally.isBeside()) {
      counters.take().ifPresent(tally::countBeside);
    }
    tally.filled(buffer, length);
  }

  @Override
  public void close() {
    tally.close();
    windows.close();
    inflater.close();
  }
}
