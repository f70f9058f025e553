package io.cdrwebhooks.local.receiver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Serves the callback URL and the object that it redirects to, and breaks every download off after
/// a number of bytes.
final class BrokenStore implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("(?im)^range: bytes=(\\d+)-\\s*$");

  /// The requests: `/link`, or `/object` and its first byte.
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final ServerSocket socket;
  private final byte[] object;
  private volatile int bytesPerAnswer = Integer.MAX_VALUE;
  private volatile int failuresToCome;

  BrokenStore(byte[] object) throws IOException {
    this.object = object.clone();
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  URI link() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/link");
  }

  void breaksOffAfter(int bytes) {
    bytesPerAnswer = bytes;
  }

  /// Closes this many connections without an answer, before anything else.
  void failsFirst(int times) {
    failuresToCome = times;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException e) {
        // Closed by the test, or by the client: either way there is nothing to answer.
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    String head = head(connection.getInputStream());
    OutputStream out = connection.getOutputStream();
    if (failuresToCome > 0) {
      failuresToCome--;
      requests.add("failed");
    } else if (head.startsWith("GET /gone ")) {
      out.write(text("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    } else if (head.startsWith("GET /link ")) {
      requests.add("/link");
      out.write(
          text(
              "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  .formatted(link().resolve("/object"))));
    } else {
      object(head, out);
    }
  }

  private void object(String head, OutputStream out) throws IOException {
    Matcher range = RANGE.matcher(head);
    boolean part = range.find();
    int from = part ? Integer.parseInt(range.group(1)) : 0;
    requests.add("/object from " + from);
    out.write(
        text(
            "HTTP/1.1 %s\r\nETag: \"1\"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(part ? "206 Partial Content" : "200 OK", object.length - from)));
    int until = (int) Math.min(object.length, (long) from + bytesPerAnswer);
    out.write(Arrays.copyOfRange(object, from, until));
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client is gone");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
