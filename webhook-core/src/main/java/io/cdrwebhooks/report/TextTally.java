package io.cdrwebhooks.report;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Checksum and lines of one entry's text after the other, piece by piece: taken by the thread that
/// brings the text, or by a spare one while the next piece comes.
///
/// For one thread, which fills the buffer it is given and says so.
final class TextTally implements AutoCloseable {
  /// Fits a processor's own memory; handing over a smaller one would cost more than it saves.
  private static final int BUFFER = 128 << 10;

  private static final int BUFFERS = 4;

  /// One until a spare thread has others under way.
  private final byte[] @Nullable [] buffers = new byte[BUFFERS][];

  private final @Nullable Future<?>[] underWay = new Future<?>[BUFFERS];
  private final CRC32 checksum = new CRC32();
  private int current;
  private Optional<SpareThread> beside = Optional.empty();
  private long lineFeeds;
  private byte last;

  /// Forgets the entry before.
  void begin() {
    checksum.reset();
    lineFeeds = 0;
    last = '\n';
  }

  /// The buffer to be filled next; waits until its last text is counted.
  byte[] buffer() {
    Future<?> before = underWay[current];
    if (before != null) {
      SpareThread.await(before);
      underWay[current] = null;
    }
    byte[] buffer = buffers[current];
    if (buffer == null) {
      buffer = new byte[BUFFER];
      buffers[current] = buffer;
    }
    return buffer;
  }

  /// Counts the first `length` bytes of the buffer, at least one.
  void filled(byte[] buffer, int length) {
    if (beside.isEmpty()) {
      add(buffer, length);
      return;
    }
    underWay[current] =
        beside
            .get()
            .run(
                () -> {
                  add(buffer, length);
                  return null;
                });
    current = (current + 1) % BUFFERS;
  }

  private void add(byte[] text, int length) {
    checksum.update(text, 0, length);
    lineFeeds += LineFeeds.count(text, length);
    last = text[length - 1];
  }

  boolean isBeside() {
    return beside.isPresent();
  }

  /// Leaves the counting of this entry's further text to `thread`.
  void countBeside(SpareThread thread) {
    beside = Optional.of(thread);
  }

  /// Waits until all is counted.
  void end() {
    for (int i = 0; i < BUFFERS; i++) {
      Future<?> piece = underWay[i];
      if (piece != null) {
        SpareThread.await(piece);
        underWay[i] = null;
      }
    }
    close();
  }

  /// CRC-32, once ended.
  long checksum() {
    return checksum.getValue();
  }

  /// Once ended: line feeds, and one more for a last line without.
  long lines() {
    return lineFeeds + (last == '\n' ? 0 : 1);
  }

  @Override
  public void close() {
    beside.ifPresent(SpareThread::close);
    beside = Optional.empty();
  }
}
