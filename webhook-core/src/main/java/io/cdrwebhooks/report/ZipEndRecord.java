package io.cdrwebhooks.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The end of central directory record of a zip: where its directory is and how many entries it
/// lists.
///
/// A complete archive ends with it, so reading the last bytes is enough to recognise a truncated
/// one. All positions are in bytes from the beginning of the object. Source: PKWARE APPNOTE 6.3.10,
/// 4.3.14-4.3.16.
///
/// `recordsOffset` is the position of the first end record, a zip64 one if there is one.
/// `endOffset` is where the last one ends and the archive's comment begins.
record ZipEndRecord(
    long entries, long directoryOffset, long directorySize, long recordsOffset, long endOffset) {
  private static final int SIGNATURE = 0x06054b50;
  private static final int SIZE = 22;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_SIZE = 20;
  private static final int ZIP64_SIGNATURE = 0x06064b50;
  private static final int ZIP64_SIZE = 56;
  // In the plain record these values refer to the zip64 record.
  private static final long MAX_16_BITS = 0xffff;
  private static final long MAX_32_BITS = 0xffff_ffffL;

  /// Finds the record whose comment ends exactly where the object ends. Empty if the archive is not
  /// complete: there is no record, or its directory is not before it.
  static Optional<ZipEndRecord> find(ReportTail tail) {
    ByteBuffer bytes = ByteBuffer.wrap(tail.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = bytes.limit() - SIZE; at >= 0; at--) {
      if (bytes.getInt(at) == SIGNATURE
          && at + SIZE + Short.toUnsignedInt(bytes.getShort(at + 20)) == bytes.limit()) {
        // A comment may contain bytes that look like a record: only a record that fits the archive
        // counts.
        Optional<ZipEndRecord> record = read(bytes, at, tail.offset());
        if (record.isPresent()) {
          return record;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<ZipEndRecord> read(ByteBuffer bytes, int at, long tailOffset) {
    ZipEndRecord plain =
        new ZipEndRecord(
            Short.toUnsignedLong(bytes.getShort(at + 10)),
            Integer.toUnsignedLong(bytes.getInt(at + 16)),
            Integer.toUnsignedLong(bytes.getInt(at + 12)),
            tailOffset + at,
            tailOffset + at + SIZE);
    int locator = at - ZIP64_LOCATOR_SIZE;
    Optional<ZipEndRecord> record =
        locator >= 0 && bytes.getInt(locator) == ZIP64_LOCATOR_SIGNATURE
            ? readZip64(bytes, locator, plain, tailOffset).filter(plain::agreesWith)
            // Exactly 65,535 entries need no zip64 record; larger positions do.
            : Optional.of(plain).filter(ZipEndRecord::needsNoZip64);
    return record.filter(ZipEndRecord::directoryLiesBefore);
  }

  private static Optional<ZipEndRecord> readZip64(
      ByteBuffer bytes, int locator, ZipEndRecord plain, long tailOffset) {
    long position = bytes.getLong(locator + 8) - tailOffset;
    if (position < 0 || position > locator - ZIP64_SIZE) {
      return Optional.empty();
    }
    int at = (int) position;
    return bytes.getInt(at) == ZIP64_SIGNATURE
        ? Optional.of(
            new ZipEndRecord(
                bytes.getLong(at + 32),
                bytes.getLong(at + 48),
                bytes.getLong(at + 40),
                tailOffset + at,
                plain.endOffset))
        : Optional.empty();
  }

  private boolean needsNoZip64() {
    return directoryOffset != MAX_32_BITS && directorySize != MAX_32_BITS;
  }

  /// Returns whether both records name the same directory, because readers differ in which record
  /// they trust.
  private boolean agreesWith(ZipEndRecord zip64) {
    return (entries == MAX_16_BITS || entries == zip64.entries)
        && (directoryOffset == MAX_32_BITS || directoryOffset == zip64.directoryOffset)
        && (directorySize == MAX_32_BITS || directorySize == zip64.directorySize);
  }

  private boolean directoryLiesBefore() {
    return entries >= 0
        && directoryOffset >= 0
        && directorySize >= 0
        && directoryOffset <= recordsOffset
        && directorySize <= recordsOffset - directoryOffset;
  }
}
