package io.cdrwebhooks.chaos.receiver;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/// Gives one byte at a time, with a rest after each.
final class SlowInput extends FilterInputStream {
  private final Duration rest;

  SlowInput(InputStream in, Duration rest) {
    super(in);
    this.rest = rest;
  }

  @Override
  public int read() throws IOException {
    try {
      Thread.sleep(rest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int next = read();
    if (next < 0) {
      return -1;
    }
    bytes[offset] = (byte) next;
    return 1;
  }
}
