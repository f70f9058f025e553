package io.cdrwebhooks.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/// Reads the headers of an archive, without keeping them. For one thread.
///
/// Source: PKWARE APPNOTE 6.3.10, 4.3.7, 4.3.12 and 4.5.3.
final class ZipHeaders {
  private static final short ZIP64 = 1;
  private static final int FIELD_HEADER = 4;
  // In a header this value refers to the zip64 field.
  private static final int MARK = -1;

  private final ReportWindows windows;
  private final long end;

  /// Creates a reader of headers that are all before `end`, the position of the end records.
  ZipHeaders(ReportWindows windows, long end) {
    this.windows = windows;
    this.end = end;
  }

  /// Returns `length` bytes, which begin with `signature`.
  ByteBuffer header(long position, int length, int signature) throws IOException {
    ByteBuffer header = read(position, length);
    if (header.getInt(0) != signature) {
      throw new ZipException("a header is damaged");
    }
    return header;
  }

  /// Returns the numbers of a header. A number that is only a mark is replaced by the next number
  /// of the zip64 field, which is one of the extra fields from `extras` to `extrasEnd`.
  long[] numbers(long extras, long extrasEnd, int... plain) throws IOException {
    long[] numbers = new long[plain.length];
    Zip64 large = null;
    for (int i = 0; i < plain.length; i++) {
      if (plain[i] == MARK) {
        large = large == null ? zip64(extras, extrasEnd) : large;
        numbers[i] = large.next();
      } else {
        numbers[i] = Integer.toUnsignedLong(plain[i]);
      }
    }
    return numbers;
  }

  private Zip64 zip64(long extras, long extrasEnd) throws IOException {
    for (long at = extras; at + FIELD_HEADER <= extrasEnd; ) {
      ByteBuffer field = read(at, FIELD_HEADER);
      at += FIELD_HEADER;
      long fieldEnd = at + Short.toUnsignedInt(field.getShort(2));
      if (field.getShort(0) == ZIP64) {
        return new Zip64(at, Math.min(fieldEnd, extrasEnd));
      }
      at = fieldEnd;
    }
    throw new ZipException("an entry has no zip64 field");
  }

  private final class Zip64 {
    private final long fieldEnd;
    private long at;

    Zip64(long at, long fieldEnd) {
      this.at = at;
      this.fieldEnd = fieldEnd;
    }

    long next() throws IOException {
      if (at + Long.BYTES > fieldEnd) {
        throw new ZipException("an entry's zip64 field is too short");
      }
      long number = read(at, Long.BYTES).getLong(0);
      at += Long.BYTES;
      if (number < 0) {
        throw new ZipException("an entry has a negative size or position");
      }
      return number;
    }
  }

  private ByteBuffer read(long position, int length) throws IOException {
    if (position > end - length) {
      throw new ZipException("a header is cut off");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      ByteBuffer window = windows.at(position + bytes.position(), end);
      int most = window.position() + bytes.remaining();
      bytes.put(window.limit(Math.min(window.limit(), most)));
    }
    return bytes;
  }
}
