package io.cdrwebhooks.chaos.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Listens on 127.0.0.1 and gives every connection a thread of its own.
public final class LoopbackListener implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final ServerSocket listener;

  /// What is done with a connection, which is closed afterwards; how it fails is its own affair.
  @FunctionalInterface
  public interface Connection {
    void take(Socket socket) throws IOException, InterruptedException;
  }

  private LoopbackListener(ServerSocket listener) {
    this.listener = listener;
  }

  /// On a free port, from now on.
  public static LoopbackListener start(String name, Connection connection) {
    try {
      ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().name(name).start(() -> accept(listener, connection));
      return new LoopbackListener(listener);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not listen", e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  private static void accept(ServerSocket listener, Connection connection) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> take(socket, connection));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException("a listener of the harness broke", e);
        }
      }
    }
  }

  private static void take(Socket socket, Connection connection) {
    try (socket) {
      socket.setTcpNoDelay(true);
      connection.take(socket);
    } catch (IOException e) {
      // The other side was killed, or gave up: what came of it stands in the timeline.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
