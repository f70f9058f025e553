package io.cdrwebhooks.emulators.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Listens on a free port of 127.0.0.1, and serves each connection on its own thread.
public final class LoopbackListener implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final ServerSocket listener;
  private final Connection connection;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Serves a connection, which the listener closes afterwards.
  @FunctionalInterface
  public interface Connection {
    void serve(Socket socket) throws IOException, InterruptedException;
  }

  /// Starts to listen, on a thread of this name.
  public LoopbackListener(String name, Connection connection) {
    this.connection = connection;
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot listen", e);
    }
    Thread.ofPlatform().daemon().name(name).start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException("the loopback listener cannot accept a connection", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      connection.serve(socket);
    } catch (IOException e) {
      // The other side has ended or given up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops listening, and ends the open connections.
  @Override
  public void close() {
    try {
      listener.close();
      threads.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
