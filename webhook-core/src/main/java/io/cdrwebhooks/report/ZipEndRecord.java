package io.cdrwebhooks.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The end of central directory record of a zip: where its directory lies and how many entries it
/// lists.
///
/// A whole archive ends with it, so looking at it tells a truncated one for the price of the last
/// bytes. All positions are in bytes from the beginning of the object. Source: PKWARE APPNOTE
/// 6.3.10, 4.3.14-4.3.16.
record ZipEndRecord(long entries, long directoryOffset, long directorySize) {
  private static final int SIGNATURE = 0x06054b50;
  private static final int SIZE = 22;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_SIZE = 20;
  private static final int ZIP64_SIGNATURE = 0x06064b50;
  private static final int ZIP64_SIZE = 56;

  /// Looks for the record whose comment ends exactly where the object ends; empty if the archive
  /// cannot be whole: no record, or a directory that does not lie before it.
  static Optional<ZipEndRecord> find(ReportTail tail) {
    ByteBuffer bytes = ByteBuffer.wrap(tail.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = bytes.limit() - SIZE; at >= 0; at--) {
      if (bytes.getInt(at) == SIGNATURE
          && at + SIZE + Short.toUnsignedInt(bytes.getShort(at + 20)) == bytes.limit()) {
        return read(bytes, at, tail.offset());
      }
    }
    return Optional.empty();
  }

  private static Optional<ZipEndRecord> read(ByteBuffer bytes, int at, long tailOffset) {
    ZipEndRecord plain =
        new ZipEndRecord(
            Short.toUnsignedLong(bytes.getShort(at + 10)),
            Integer.toUnsignedLong(bytes.getInt(at + 16)),
            Integer.toUnsignedLong(bytes.getInt(at + 12)));
    boolean zip64 =
        plain.entries == 0xffff
            || plain.directoryOffset == 0xffff_ffffL
            || plain.directorySize == 0xffff_ffffL;
    Optional<ZipEndRecord> record =
        zip64 ? readZip64(bytes, at, tailOffset).or(() -> Optional.of(plain)) : Optional.of(plain);
    return record.filter(found -> found.liesBefore(tailOffset + at));
  }

  /// Empty when there is no zip64 locator: an archive may have exactly 65,535 entries without one.
  private static Optional<ZipEndRecord> readZip64(ByteBuffer bytes, int at, long tailOffset) {
    int locator = at - ZIP64_LOCATOR_SIZE;
    if (locator < 0 || bytes.getInt(locator) != ZIP64_LOCATOR_SIGNATURE) {
      return Optional.empty();
    }
    long position = bytes.getLong(locator + 8) - tailOffset;
    if (position < 0 || position > locator - ZIP64_SIZE) {
      return Optional.empty();
    }
    int zip64 = (int) position;
    return bytes.getInt(zip64) == ZIP64_SIGNATURE
        ? Optional.of(
            new ZipEndRecord(
                bytes.getLong(zip64 + 32), bytes.getLong(zip64 + 48), bytes.getLong(zip64 + 40)))
        : Optional.empty();
  }

  private boolean liesBefore(long end) {
    return entries >= 0
        && directoryOffset >= 0
        && directorySize >= 0
        && directoryOffset <= end
        && directorySize <= end - directoryOffset;
  }
}
