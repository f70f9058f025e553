package io.cdrwebhooks.bench.stand;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for `localhost` and 127.0.0.1, and the trust in it for who is measured: as a trust
/// store for Java, and as PEM for Node.
///
/// RSA with 2048 bits, as AWS' endpoints have it.
public final class Certificate {
  private static final String PASSWORD = "of-no-worth";
  private static final String ALIAS = "stand";

  private final KeyStore keys;
  private final Path trustStore;
  private final Path pem;

  private Certificate(KeyStore keys, Path trustStore, Path pem) {
    this.keys = keys;
    this.trustStore = trustStore;
    this.pem = pem;
  }

  /// Made by the running JDK's keytool, in a folder that is there.
  public static Certificate make(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("stand.p12");
    Path log = folder.resolve("keytool.log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool made no certificate: see " + log);
    }
    try {
      return of(file, folder);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform can do this", e);
    }
  }

  private static Certificate of(Path file, Path folder)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    Path trustStore = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    Path pem = folder.resolve("trusted.pem");
    Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + base64.encodeToString(keys.getCertificate(ALIAS).getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    return new Certificate(keys, trustStore, pem);
  }

  /// What makes a JVM trust this certificate alone.
  public List<String> trustForJava() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore.toAbsolutePath(),
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /// For `NODE_EXTRA_CA_CERTS`.
  public Path trustForNode() {
    return pem.toAbsolutePath();
  }

  /// A server's context that knows no session yet.
  SSLContext newContext() {
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform can do this", e);
    }
  }
}
