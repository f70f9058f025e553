package io.cdrwebhooks.dispatch.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A receiver on a real TLS port with a self-signed certificate for `receiver.test`.
final class TlsReceiver implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /// The server names of each successful handshake.
  final List<List<SNIServerName>> namesAsked = new CopyOnWriteArrayList<>();

  private final SSLContext context;
  private final SSLServerSocket server;

  TlsReceiver(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
    context = context(keyStore(folder.resolve("receiver.p12")));
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Trusts this receiver's certificate and no other.
  SSLContext trust() {
    return context;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer((SSLSocket) socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(SSLSocket socket) {
    try (socket) {
      socket.startHandshake();
      namesAsked.add(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames());
      RawReceiver.readHeader(socket);
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      // A client that does not trust us closes the connection.
    }
  }

  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore keyStore(Path file)
      throws IOException, GeneralSecurityException, InterruptedException {
    keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=receiver.test");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    // Also as a trusted certificate entry, which makes it trusted.
    store.setCertificateEntry("trusted", store.getCertificate("receiver"));
    return store;
  }

  private static void keytool(Path file, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias",
            "receiver",
            "-ext",
            "san=dns:receiver.test",
            "-validity",
            "7",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD)));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("no certificate was made: " + output);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
