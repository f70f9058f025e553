package io.cdrwebhooks.dispatch.exchange;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.ArrayList;
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
    store = keyStore(folder.resolve("receiver.p12"));
    context = context(store, managers(store));
    serving = context;
    demands = _ -> {};
    server = listen();
  }

  /// Creates a receiver that requires a client certificate: `client`, or one that it issued.
  TlsReceiver(Path folder, X509Certificate client, String protocol)
      throws IOException, GeneralSecurityException, InterruptedException {
    store = keyStore(folder.resolve("receiver.p12"));
    context = context(store, managers(store));
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, PASSWORD);
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

  private static KeyStore keyStore(Path file)
      throws IOException, GeneralSecurityException, InterruptedException {
    if (!Files.exists(file)) {
      keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=receiver.test");
    }
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
