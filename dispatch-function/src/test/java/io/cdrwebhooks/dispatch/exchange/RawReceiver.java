package io.cdrwebhooks.dispatch.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A receiver without HTTP: it hands each connection to a script, which may misbehave.
final class RawReceiver implements AutoCloseable {
  /// Handles one connection; it is closed afterwards, or when the script fails.
  interface Script {
    void run(Socket socket) throws IOException, InterruptedException;
  }

  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;

  RawReceiver(Script script) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(script));
  }

  /// Reads the whole small request, writes any bytes as the answer, and ends.
  static RawReceiver answering(byte[] answer) throws IOException {
    return new RawReceiver(
        socket -> {
          readHeader(socket);
          socket.getInputStream().readNBytes(2);
          socket.getOutputStream().write(answer);
          socket.shutdownOutput();
          socket.getInputStream().read(); // so that closing does not reset data in flight
        });
  }

  /// The same with a Latin-1 text.
  static RawReceiver answering(String answer) throws IOException {
    return answering(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Reads the header, writes the beginning, and then the piece again and again.
  static RawReceiver endless(String beginning, String piece) throws IOException {
    byte[] block = piece.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    return new RawReceiver(
        socket -> {
          readHeader(socket);
          socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
          while (true) {
            socket.getOutputStream().write(block);
          }
        });
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> run(script, socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void run(Script script, Socket socket) {
    try (socket) {
      script.run(socket);
    } catch (IOException e) {
      // The client closed the connection, which is the purpose of most of these scripts.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads to the end of the request's header; the small body comes with it or stays unread.
  static void readHeader(Socket socket) throws IOException {
    int ends = 0;
    while (ends < 4) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("the request was broken off");
      }
      ends = b == "\r\n\r\n".charAt(ends) ? ends + 1 : b == '\r' ? 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
