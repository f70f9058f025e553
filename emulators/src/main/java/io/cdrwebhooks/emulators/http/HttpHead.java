package io.cdrwebhooks.emulators.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first line and the headers of an HTTP/1.1 request.
public record HttpHead(List<String> lines) {
  private static final int LIMIT = 64 << 10;
  private static final String END = "\r\n\r\n";

  public HttpHead {
    lines = List.copyOf(lines);
  }

  /// Reads a head; empty if the connection ends before a request.
  public static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
    int matched = 0; // of END
    while (matched < END.length()) {
      int next = in.read();
      if (next < 0 && head.size() == 0) {
        return Optional.empty();
      }
      if (next < 0 || head.size() > LIMIT) {
        throw new EOFException("headers must end within " + LIMIT + " bytes: " + head.size());
      }
      head.write(next);
      matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    return Optional.of(new HttpHead(List.of(text.split("\r\n"))));
  }

  public String startLine() {
    return lines.getFirst();
  }

  /// Returns the values of the headers with this name, ignoring case, separated by commas.
  public Optional<String> header(String name) {
    return lines.stream()
        .filter(line -> isHeader(line, name))
        .map(line -> line.substring(name.length() + 1).strip())
        .reduce((all, next) -> all + "," + next);
  }

  /// Returns the length of the body in bytes; 0 if there is no such header.
  public int contentLength() {
    return header("Content-Length").map(Integer::parseInt).orElse(0);
  }

  /// Returns the bytes of this head, with a header that closes the connection after the answer.
  public byte[] closingBytes() {
    List<String> all = new ArrayList<>(lines);
    all.removeIf(line -> isHeader(line, "Connection"));
    all.add("Connection: close");
    return new HttpHead(all).bytes();
  }

  public byte[] bytes() {
    return (String.join("\r\n", lines) + END).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isHeader(String line, String name) {
    return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
  }
}
