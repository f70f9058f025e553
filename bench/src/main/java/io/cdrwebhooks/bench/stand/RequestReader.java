package io.cdrwebhooks.bench.stand;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Reads the requests of one connection; for one thread.
///
/// Bodies have a length: nobody who is measured sends chunks.
final class RequestReader {
  private static final int LIMIT = 1 << 20;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[16 << 10];
  private int from;
  private int to;

  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// Empty when the other side has closed the connection.
  Optional<Received> next() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
      if (!readMore()) {
        return Optional.empty();
      }
    }
    long firstByte = System.nanoTime();
    int end = endOfHead();
    String head = new String(buffer, from, end - from - 2, StandardCharsets.ISO_8859_1);
    from = end;
    Received bodiless = new Received(firstByte, head, new byte[0]);
    if (bodiless.header("Transfer-Encoding").isPresent()) {
      throw new IOException("chunks are not read here");
    }
    int length = bodiless.header("Content-Length").map(Integer::parseInt).orElse(0);
    if (length == 0) {
      return Optional.of(bodiless);
    }
    if (bodiless.header("Expect").isPresent()) {
      out.write(CONTINUE);
      out.flush();
    }
    return Optional.of(new Received(firstByte, head, body(length)));
  }

  private int endOfHead() throws IOException {
    int at = from;
    while (true) {
      for (; at + 4 <= to; at++) {
        if (buffer[at] == '\r'
            && buffer[at + 1] == '\n'
            && buffer[at + 2] == '\r'
            && buffer[at + 3] == '\n') {
          return at + 4;
        }
      }
      if (!readMore()) {
        throw new EOFException("a request ended in its headers");
      }
    }
  }

  private byte[] body(int length) throws IOException {
    byte[] body = new byte[length];
    int here = Math.min(length, to - from);
    System.arraycopy(buffer, from, body, 0, here);
    from += here;
    if (in.readNBytes(body, here, length - here) < length - here) {
      throw new EOFException("a request ended in its body");
    }
    return body;
  }

  private boolean readMore() throws IOException {
    if (to == buffer.length) {
      if (buffer.length >= LIMIT) {
        throw new IOException("a request beyond all measure");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = in.read(buffer, to, buffer.length - to);
    to += Math.max(read, 0);
    return read > 0;
  }
}
