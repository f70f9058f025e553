package io.cdrwebhooks.chaos.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One HTTP/1.1 message, to be passed on byte by byte as it was signed.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record HttpMessage(HttpHead head, byte[] framed, byte[] content) {
  /// The next request of a connection, empty if there is none.
  public static Optional<HttpMessage> readRequest(InputStream in) throws IOException {
    Optional<HttpHead> head = HttpHead.read(in);
    return head.isEmpty() ? Optional.empty() : Optional.of(readBody(head.get(), in, false));
  }

  /// The answer to a request.
  public static HttpMessage readAnswer(HttpHead request, InputStream in) throws IOException {
    HttpHead head =
        HttpHead.read(in).orElseThrow(() -> new EOFException("the service closed the connection"));
    int status = head.status();
    if (status == 100) {
      return readAnswer(request, in);
    }
    boolean none = request.startLine().startsWith("HEAD ") || status == 204 || status == 304;
    return none
        ? new HttpMessage(head, new byte[0], new byte[0])
        : readBody(head, in, head.header("Content-Length").isEmpty() && !head.isChunked());
  }

  /// What follows a head; without a length a request has no body, and an answer goes on until the
  /// connection ends.
  public static HttpMessage readBody(HttpHead head, InputStream in, boolean untilEnd)
      throws IOException {
    if (head.isChunked()) {
      return readChunks(head, in);
    }
    byte[] body;
    if (untilEnd) {
      body = in.readAllBytes();
    } else {
      int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
      body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException("a message ended in its body");
      }
    }
    return new HttpMessage(head, body, body);
  }

  private static HttpMessage readChunks(HttpHead head, InputStream in) throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int size;
    do {
      size = Integer.parseInt(sizeIn(line(in, framed)), 16);
      byte[] chunk = in.readNBytes(size);
      framed.write(chunk);
      content.write(chunk);
      if (size > 0) {
        line(in, framed);
      }
    } while (size > 0);
    while (!line(in, framed).isEmpty()) {
      // trailers
    }
    return new HttpMessage(head, framed.toByteArray(), content.toByteArray());
  }

  private static String sizeIn(String line) {
    int extension = line.indexOf(';');
    return (extension < 0 ? line : line.substring(0, extension)).strip();
  }

  private static String line(InputStream in, OutputStream copy) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      copy.write(next);
      line.append((char) next);
      next = in.read();
    }
    if (next < 0) {
      throw new EOFException("a message ended in a chunk");
    }
    copy.write(next);
    return line.toString().strip();
  }

  /// The content as text, for looking into it.
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(head.bytes());
    out.write(framed);
    out.flush();
  }
}
