package io.cdrwebhooks.report;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/// Reads a zip's central directory without keeping it, and counts its entries.
///
/// An end record may claim fewer entries than there are. A reader that trusts it would fill its
/// memory with the rest. Source: PKWARE APPNOTE 6.3.10, 4.3.12.
final class ZipDirectory {
  /// The limit of a directory in bytes, because a later step reads it into memory. 100,000 entries
  /// with ordinary names need less.
  static final long MAX_VALUE = 32L << 20;

  private static final int HEADER_SIGNATURE = 0x02014b50;
  private static final int HEADER_SIZE = 46;

  private ZipDirectory() {}

  /// Counts the headers, and stops as soon as there are more than `most`.
  ///
  /// @throws IOException if the directory contains anything but headers, or does not end where the
  ///   end records begin: other readers would use another directory
  static long count(SeekableByteChannel archive, ZipEndRecord end, long most) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long at = end.directoryOffset();
    long stop = at + end.directorySize();
    if (stop != end.recordsOffset()) {
      throw new IOException("there are bytes between the directory and the end record");
    }
    long entries = 0;
    while (at < stop && entries <= most) {
      archive.position(at);
      readFully(archive, header.clear());
      if (header.getInt(0) != HEADER_SIGNATURE) {
        throw new IOException("the directory has a damaged header");
      }
      at += HEADER_SIZE;
      at += Short.toUnsignedInt(header.getShort(28)); // name
      at += Short.toUnsignedInt(header.getShort(30)); // extra fields
      at += Short.toUnsignedInt(header.getShort(32)); // comment
      entries++;
    }
    if (at > stop) {
      throw new IOException("the directory is cut off");
    }
    return entries;
  }

  private static void readFully(SeekableByteChannel archive, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (archive.read(target) < 0) {
        throw new EOFException("the directory is cut off");
      }
    }
  }
}
