package io.cdrwebhooks.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// A report as a seekable file, read through its windows.
///
/// It ends at `size`, which excludes the archive's comment, because readers search that for
/// records. For one thread.
final class ReportChannel implements SeekableByteChannel {
  private final ReportWindows windows;
  private final long size;
  private long position;
  private boolean open = true;

  /// Opens a channel over `windows`, which stay open when the channel closes.
  ReportChannel(ReportWindows windows, long size) {
    this.windows = windows;
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
    ByteBuffer source = windows.at(position, size);
    long available = Math.min(source.remaining(), size - position);
    int length = (int) Math.min(available, target.remaining());
    target.put(source.limit(source.position() + length));
    position += length;
    return length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("position must not be negative: " + newPosition);
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
