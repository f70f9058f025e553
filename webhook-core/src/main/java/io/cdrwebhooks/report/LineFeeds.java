package io.cdrwebhooks.report;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Counts the line feeds of a piece of text, eight bytes at a time.
///
/// It is written for a JVM compiler that does not vectorise, like the one on Lambda. There a simple
/// loop over bytes takes three quarters of the time that inflating the text takes.
final class LineFeeds {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOWER_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long ONES = 0x0101010101010101L;

  /// Four words, 62 times: one more round could overflow a byte of the sum.
  private static final int BLOCK = 4 * Long.BYTES * 62;

  private LineFeeds() {}

  /// Counts in the first `length` bytes.
  static int count(byte[] text, int length) {
    int count = 0;
    int at = 0;
    for (; at + BLOCK <= length; at += BLOCK) {
      count += countBlock(text, at);
    }
    for (; at < length; at++) {
      count += text[at] == '\n' ? 1 : 0;
    }
    return count;
  }

  private static int countBlock(byte[] text, int from) {
    long others = 0;
    for (int at = from; at < from + BLOCK; at += 4 * Long.BYTES) {
      others +=
          others((long) LONG.get(text, at))
              + others((long) LONG.get(text, at + Long.BYTES))
              + others((long) LONG.get(text, at + 2 * Long.BYTES))
              + others((long) LONG.get(text, at + 3 * Long.BYTES));
    }
    return BLOCK - sumOfBytes(others);
  }

  /// Returns 1 in each byte where `word` has no line feed, and 0 where it has one.
  private static long others(long word) {
    long difference = word ^ LINE_FEEDS;
    return ((((difference & LOWER_BITS) + LOWER_BITS) | difference) >>> 7) & ONES;
  }

  private static int sumOfBytes(long bytes) {
    long pairs = (bytes & 0x00ff00ff00ff00ffL) + ((bytes >>> 8) & 0x00ff00ff00ff00ffL);
    return (int) ((pairs * 0x0001000100010001L) >>> 48);
  }
}
