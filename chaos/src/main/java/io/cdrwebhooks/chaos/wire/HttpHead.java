package io.cdrwebhooks.chaos.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The first line and the headers of one HTTP/1.1 message, and the bytes they were read from.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record HttpHead(byte[] bytes, List<String> lines) {
  private static final int LIMIT = 64 << 10;

  public HttpHead {
    lines = List.copyOf(lines);
  }

  /// Empty if the other side has nothing more to say.
  public static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
    int ending = 0; // how much of CR LF CR LF has come
    while (ending < 4) {
      int next = in.read();
      if (next < 0) {
        if (head.size() == 0) {
          return Optional.empty();
        }
        throw new EOFException("a message ended in its headers");
      }
      head.write(next);
      ending = next == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : next == '\r' ? 1 : 0;
      if (head.size() > LIMIT) {
        throw new IOException("headers beyond all measure");
      }
    }
    byte[] bytes = head.toByteArray();
    String text = new String(bytes, 0, bytes.length - 4, StandardCharsets.ISO_8859_1);
    return Optional.of(new HttpHead(bytes, List.of(text.split("\r\n"))));
  }

  public String startLine() {
    return lines.getFirst();
  }

  /// The first header of this name, whatever its case.
  public Optional<String> header(String name) {
    return lines.stream()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /// Of an answer.
  public int status() {
    return Integer.parseInt(startLine().split(" ", 3)[1]);
  }

  boolean isChunked() {
    return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }
}
