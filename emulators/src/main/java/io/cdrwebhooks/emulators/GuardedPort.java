package io.cdrwebhooks.emulators;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port of 127.0.0.1 in front of a server that accepts any caller. It passes on only requests
/// that are not a [ForeignRequest], and whose `Authorization` names the known access key; pages of
/// other sites fail both conditions. It does not check the signature.
///
/// A request needs a `Content-Length`, like those of the AWS SDKs. Answers pass unread.
final class GuardedPort implements AutoCloseable {
  private static final int BACKLOG = 1_000;
  private static final int MAX_HEAD = 16 << 10;
  private static final int DRAIN_MS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(GuardedPort.class);

  private final ServerSocket listener;
  private final String credential;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable InetSocketAddress server;

  private GuardedPort(ServerSocket listener, AccessKey known) {
    this.listener = listener;
    this.credential = "Credential=" + known.id() + "/";
  }

  /// Takes a free port; connections wait until [#leadTo] is called.
  static GuardedPort open(AccessKey known) {
    try {
      return new GuardedPort(
          new ServerSocket(0, BACKLOG, InetAddress.ofLiteral(Ports.LOOPBACK)), known);
    } catch (IOException failure) {
      throw new EmulatorException("No port of 127.0.0.1 is free.", failure);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Starts passing requests to this server.
  void leadTo(InetSocketAddress address) {
    server = address;
    Thread.ofPlatform().daemon().name("guarded-port").start(this::accept);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException("the guarded port cannot accept a connection", e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket behind = new Socket()) {
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      behind.connect(server);
      threads.execute(() -> copyAnswers(behind, client));
      passRequests(client, behind.getOutputStream());
    } catch (IOException ended) {
      log.debug("A connection ended", ended);
    }
  }

  private static void copyAnswers(Socket behind, Socket client) {
    try {
      behind.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    } catch (IOException ended) {
      log.debug("A connection ended", ended);
    }
  }

  private void passRequests(Socket client, OutputStream behind) throws IOException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    for (String head = head(in); !head.isEmpty(); head = head(in)) {
      Map<String, String> headers = headers(head);
      Optional<String> refusal = refusal(headers);
      if (refusal.isPresent()) {
        client.getOutputStream().write(refusal.get().getBytes(StandardCharsets.ISO_8859_1));
        drain(client, in);
        return;
      }
      behind.write(head.getBytes(StandardCharsets.ISO_8859_1));
      pass(in, behind, Long.parseLong(headers.getOrDefault("content-length", "")));
    }
  }

  /// Returns the answer for a request that must not pass.
  private Optional<String> refusal(Map<String, String> headers) {
    Optional<ForeignRequest> foreign =
        ForeignRequest.of(headers.get("host"), headers.get("origin"));
    if (foreign.isPresent()) {
      return Optional.of(answer(foreign.get().status(), foreign.get().reason()));
    }
    if (!headers.getOrDefault("authorization", "").contains(credential)) {
      return Optional.of(answer(403, "Forbidden"));
    }
    boolean hasLength =
        headers.getOrDefault("content-length", "").matches("[0-9]{1,9}")
            && headers.getOrDefault("transfer-encoding", "").isEmpty();
    return hasLength ? Optional.empty() : Optional.of(answer(411, "Length Required"));
  }

  /// Reads the rest of the client's request: closing the connection earlier could destroy the
  /// answer.
  private static void drain(Socket client, InputStream in) throws IOException {
    client.shutdownOutput();
    client.setSoTimeout(DRAIN_MS);
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static String answer(int status, String reason) {
    return "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        .formatted(status, reason);
  }

  /// Reads a request up to the end of its head; empty text at the end of the connection.
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0 || head.size() == MAX_HEAD) {
        return "";
      }
      head.write(next);
      ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /// Returns the headers by name in lower case. Values of the same name follow one another.
  private static Map<String, String> headers(String head) {
    Map<String, String> headers = new HashMap<>();
    for (String line : head.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.merge(name, line.substring(colon + 1).strip(), (all, next) -> all + "," + next);
      }
    }
    return headers;
  }

  private static void pass(InputStream in, OutputStream behind, long length) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("the request was broken off");
      }
      behind.write(buffer, 0, read);
      left -= read;
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("the guarded port cannot be closed", failure);
    } finally {
      threads.shutdownNow();
    }
  }
}
