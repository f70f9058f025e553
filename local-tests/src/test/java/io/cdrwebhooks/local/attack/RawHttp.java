package io.cdrwebhooks.local.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sends requests that HTTP clients refuse to send: any method, target and headers, each on another
/// connection.
record RawHttp(InetSocketAddress address) {
  private static final int PATIENCE_MS = 20_000;
  private static final int LIMIT = 4 << 20;

  static RawHttp of(URI server) {
    return new RawHttp(new InetSocketAddress(server.getHost(), server.getPort()));
  }

  /// An answer; status 0 if the server ended the connection without one. The names of `headers` are
  /// in lower case.
  record Answer(int status, Map<String, String> headers, String body) {
    private static final Answer NONE = new Answer(0, Map.of(), "");

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Returns whether the server refused, and neither served the caller nor failed.
    boolean isRefusal() {
      return status == 0 || (status >= 400 && status < 500);
    }
  }

  /// Returns the `Host` that an honest client sends.
  String host() {
    return "127.0.0.1:" + address.getPort();
  }

  /// Sends a request without a body. `headers` are whole lines; without a `Host` among them the
  /// honest one is sent.
  Answer send(String method, String target, String... headers) throws IOException {
    return send(method, target, new byte[0], headers);
  }

  Answer send(String method, String target, byte[] body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (List.of(headers).stream().noneMatch(line -> line.regionMatches(true, 0, "host:", 0, 5))) {
      head.append("Host: ").append(host()).append("\r\n");
    }
    for (String line : headers) {
      head.append(line).append("\r\n");
    }
    head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
    return send(head.toString(), body);
  }

  private Answer send(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(address, PATIENCE_MS);
      OutputStream out = socket.getOutputStream();
      try {
        out.write(head.getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
      } catch (IOException _) {
        // The server may refuse before it has read everything.
      }
      return read(socket.getInputStream());
    }
  }

  private static Answer read(InputStream in) {
    String text;
    try {
      text = new String(in.readNBytes(LIMIT), ISO_8859_1);
    } catch (IOException reset) {
      return Answer.NONE;
    }
    int end = text.indexOf("\r\n\r\n");
    if (!text.startsWith("HTTP/1.") || end < 0) {
      return Answer.NONE;
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    return new Answer(
        Integer.parseInt(lines[0].substring(9, 12)), Map.copyOf(headers), text.substring(end + 4));
  }
}
