package io.cdrwebhooks.emulators;

import io.cdrwebhooks.emulators.http.HttpHead;
import io.cdrwebhooks.emulators.http.LoopbackListener;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port of 127.0.0.1 in front of a server that accepts any caller. It passes on only requests
/// that are not a [ForeignRequest], and whose `Authorization` names the known access key; pages of
/// other sites fail both conditions. It does not check the signature.
///
/// A request needs a `Content-Length`, like those of the AWS SDKs. Answers pass unread.
final class GuardedPort implements AutoCloseable {
  private static final int DRAIN_MS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(GuardedPort.class);

  private final String credential;
  private final CompletableFuture<InetSocketAddress> server = new CompletableFuture<>();
  private final LoopbackListener listener;

  /// Opens a free port. Connections wait until [#leadTo] is called.
  GuardedPort(AccessKey known) {
    this.credential = "Credential=" + known.id() + "/";
    this.listener = new LoopbackListener("guarded-port", this::serve);
  }

  int port() {
    return listener.port();
  }

  void leadTo(InetSocketAddress address) {
    server.complete(address);
  }

  private void serve(Socket client) throws IOException {
    try (Socket behind = new Socket()) {
      behind.setTcpNoDelay(true);
      behind.connect(server.join());
      Thread.startVirtualThread(() -> copyAnswers(behind, client));
      passRequests(client, behind.getOutputStream());
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
    Optional<HttpHead> head = HttpHead.read(in);
    while (head.isPresent()) {
      Optional<String> refusal = refusal(head.get());
      if (refusal.isPresent()) {
        client.getOutputStream().write(refusal.get().getBytes(StandardCharsets.ISO_8859_1));
        drain(client, in);
        return;
      }
      behind.write(head.get().bytes());
      pass(in, behind, head.get().contentLength());
      head = HttpHead.read(in);
    }
  }

  /// Returns the answer to a request that is not allowed; empty for an allowed one.
  private Optional<String> refusal(HttpHead head) {
    Optional<ForeignRequest> foreign =
        ForeignRequest.of(head.header("Host").orElse(null), head.header("Origin").orElse(null));
    if (foreign.isPresent()) {
      return Optional.of(answer(foreign.get().status(), foreign.get().reason()));
    }
    if (!head.header("Authorization").orElse("").contains(credential)) {
      return Optional.of(answer(403, "Forbidden"));
    }
    boolean hasLength =
        head.header("Content-Length").orElse("").matches("[0-9]{1,9}")
            && head.header("Transfer-Encoding").isEmpty();
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

  private static void pass(InputStream in, OutputStream behind, int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the request was broken off");
    }
    behind.write(body);
  }

  @Override
  public void close() {
    listener.close();
  }
}
