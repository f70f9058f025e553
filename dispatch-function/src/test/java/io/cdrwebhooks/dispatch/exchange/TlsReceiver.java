package io.cdrwebhooks.dispatch.exchange;

import io.cdrwebhooks.gateway.TestIdentity;
import io.cdrwebhooks.gateway.TlsIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// A receiver on a real TLS port with a self-signed certificate for `receiver.test`.
final class TlsReceiver implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /// The server names of each successful handshake.
  final List<List<SNIServerName>> namesAsked = new CopyOnWriteArrayList<>();

  /// The subjects of the client certificates of answered requests.
  final List<String> clients = new CopyOnWriteArrayList<>();

  private final KeyStore store;
  private final SSLContext context;
  private final SSLContext serving;
  private final Consumer<SSLSocket> demands;
  private final ServerSocket server;

  TlsReceiver(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
    store = keyStore(folder);
    context = context(store, managers(store));
    serving = context;
    demands = _ -> {};
    server = listen();
  }

  /// Creates a receiver that requires a client certificate: `client`, or one that it issued.
  TlsReceiver(Path folder, X509Certificate client, String protocol)
      throws IOException, GeneralSecurityException, InterruptedException {
    store = keyStore(folder);
    context = context(store, managers(store));
    KeyStore known = emptyStore();
    known.setCertificateEntry("client", client);
    serving = context(store, managers(known));
    demands =
        socket -> {
          socket.setNeedClientAuth(true);
          socket.setEnabledProtocols(new String[] {protocol});
        };
    server = listen();
  }

  private ServerSocket listen() throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(listening));
    return listening;
  }

  int port() {
    return server.getLocalPort();
  }

  /// Trusts this receiver's certificate and no other.
  SSLContext trust() {
    return context;
  }

  /// Trust this receiver's certificate and no other.
  TrustManager[] managers() {
    try {
      return managers(store);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  /// Closes after the client. To close with its bytes unread would reset the connection, and lose
  /// the alert that refuses it.
  private void answer(Socket plain) {
    try (plain) {
      SSLSocket secured =
          (SSLSocket) serving.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
      secured.setUseClientMode(false);
      demands.accept(secured);
      answer(secured);
      plain.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client closed the connection.
    }
  }

  private void answer(SSLSocket socket) {
    try {
      socket.startHandshake();
      namesAsked.add(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames());
      RawReceiver.readHeader(socket);
      if (socket.getNeedClientAuth()) {
        clients.add(socket.getSession().getPeerPrincipal().getName());
      }
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      // A client that does not trust us closes the connection.
    }
  }

  private static TrustManager[] managers(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  private static SSLContext context(KeyStore store, TrustManager[] trust)
      throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust, null);
    return context;
  }

  private static KeyStore keyStore(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    TlsIdentity identity =
        TestIdentity.selfSigned(
            Files.createTempDirectory(folder, "tls"), "receiver", "-ext", "san=dns:receiver.test");
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "receiver", identity.key(), PASSWORD, identity.chain().toArray(X509Certificate[]::new));
    // Also as a trusted certificate entry, which makes it trusted.
    store.setCertificateEntry("trusted", identity.chain().getFirst());
    return store;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
