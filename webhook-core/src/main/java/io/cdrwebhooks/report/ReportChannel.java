package io.cdrwebhooks.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// A report as a file that can be read anywhere, over ranged reads of the object store.
///
/// It ends at `size`, which leaves out the archive's comment: readers search it for records. Holds
/// one window of the object and its tail, whatever the object's size. For one thread.
final class ReportChannel implements SeekableByteChannel {
  /// Large enough that the requests' latency hardly counts, small enough for a small heap.
  static final int WINDOW = 4 << 20;

  private final Reports reports;
  private final Report report;
  private final ReportTail tail;
  private final long size;
  private byte[] window = new byte[0];
  private long windowOffset;
  private long position;
  private boolean open = true;

  ReportChannel(Reports reports, Report report, ReportTail tail, long size) {
    this.reports = reports;
    this.report = report;
    this.tail = tail;
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int read =
        position >= tail.offset()
            ? copy(tail.bytes(), tail.offset(), target)
            : copy(windowAt(position), windowOffset, target);
    position += read;
    return read;
  }

  private byte[] windowAt(long wanted) throws IOException {
    if (wanted < windowOffset || wanted >= windowOffset + window.length) {
      int length = (int) Math.min(WINDOW, tail.offset() - wanted);
      window = new byte[0]; // the old window may go before the new one comes
      window = reports.read(report.version(), wanted, length);
      windowOffset = wanted;
    }
    return window;
  }

  private int copy(byte[] source, long sourceOffset, ByteBuffer target) {
    int from = (int) (position - sourceOffset);
    int available = (int) Math.min(source.length - from, size - position);
    int length = Math.min(available, target.remaining());
    target.put(source, from, length);
    return length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is not negative: " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    window = new byte[0];
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
