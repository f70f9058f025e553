package io.cdrwebhooks.report;

import io.cdrwebhooks.hash.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Computes the SHA-256 of a report from the windows that counting reads, in their order.
///
/// It ignores a window that begins after the next byte, and all later windows: the caller must then
/// add the missing bytes. For one thread.
public final class FileDigest {
  /// The largest gap before a window that is read together with the window. Headers of entries are
  /// longer than the part that counting reads.
  private static final int SMALL_GAP = 64 << 10;

  private final MessageDigest sha256 = Sha256.digest();
  private long next;

  /// Returns the position of the first byte that is still missing.
  long next() {
    return next;
  }

  /// Returns where a window with the byte at `position` should begin.
  long windowStart(long position) {
    return position >= next && position - next <= SMALL_GAP ? next : position;
  }

  /// Adds the bytes that continue the digest.
  void add(long offset, byte[] bytes) {
    long end = offset + bytes.length;
    if (offset <= next && next < end) {
      int from = (int) (next - offset);
      sha256.update(bytes, from, bytes.length - from);
      next = end;
    }
  }

  /// Returns the digest of all added bytes, and starts again.
  String hex() {
    next = 0;
    return HexFormat.of().formatHex(sha256.digest());
  }
}
