package io.cdrwebhooks.bench.stand;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Answers HTTP/1.1 on 127.0.0.1 over connections that are kept, at as little cost as may be: what
/// is measured is on the other side.
public final class LoopbackServer implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final ServerSocket listener;
  private final @Nullable Certificate certificate;
  private final Answers answers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable SSLContext tls;

  /// What is answered; called by many threads at once.
  @FunctionalInterface
  public interface Answers {
    Answer to(Received request) throws InterruptedException;
  }

  private LoopbackServer(
      ServerSocket listener, @Nullable Certificate certificate, Answers answers) {
    this.listener = listener;
    this.certificate = certificate;
    this.answers = answers;
    this.tls = certificate == null ? null : certificate.newContext();
  }

  /// On a free port, from now on; with a certificate, over https alone.
  public static LoopbackServer start(Optional<Certificate> certificate, Answers answers)
      throws IOException {
    ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    LoopbackServer server = new LoopbackServer(listener, certificate.orElse(null), answers);
    Thread.ofPlatform().daemon().name("loopback-server").start(server::accept);
    return server;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Without a path or a slash at its end.
  public URI url() {
    return URI.create((certificate == null ? "http" : "https") + "://localhost:" + port());
  }

  /// Closes all connections, and forgets the TLS sessions: whoever comes back begins anew.
  public void forgetEverybody() {
    if (certificate != null) {
      tls = certificate.newContext();
    }
    open.forEach(LoopbackServer::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> take(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException("a server of the stand broke", e);
        }
      }
    }
  }

  private void take(Socket socket) {
    open.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      converse(secured(socket));
    } catch (IOException e) {
      // The other side is gone; what it lacks shows in what is measured.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private Socket secured(Socket socket) throws IOException {
    SSLContext context = tls;
    if (context == null) {
      return socket;
    }
    SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
    secured.setUseClientMode(false);
    return secured;
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    RequestReader requests = new RequestReader(socket.getInputStream(), out);
    Optional<Received> request = requests.next();
    while (request.isPresent()) {
      Answer answer = answers.to(request.get());
      write(request.get().method().equals("HEAD") ? answer.withoutBody() : answer, out);
      request = requests.next();
    }
  }

  /// In one packet if it fits: a second would wait for the first to be acknowledged.
  private static void write(Answer answer, OutputStream out) throws IOException {
    byte[] whole = new byte[answer.head().length + answer.body().length];
    System.arraycopy(answer.head(), 0, whole, 0, answer.head().length);
    System.arraycopy(answer.body(), 0, whole, answer.head().length, answer.body().length);
    out.write(whole);
    out.flush();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(LoopbackServer::closeQuietly);
  }
}
