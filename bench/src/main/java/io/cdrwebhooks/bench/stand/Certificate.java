package io.cdrwebhooks.bench.stand;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
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
  private static final String JDKS_PASSWORD = "changeit";

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
    keytool(
        folder,
        List.of(
            "-genkeypair",
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
            PASSWORD));
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      Path pem = writePem(keys, folder.resolve("trusted.pem"));
      return new Certificate(keys, trust(pem, folder), pem);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform can do this", e);
    }
  }

  private static Path writePem(KeyStore keys, Path pem)
      throws IOException, GeneralSecurityException {
    Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    String text = base64.encodeToString(keys.getCertificate(ALIAS).getEncoded());
    return Files.writeString(
        pem, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  /// This certificate beside all that the JDK trusts: reading them is a good part of a start, which
  /// no deployment is spared.
  private static Path trust(Path pem, Path folder) throws IOException, InterruptedException {
    Path trusted = folder.resolve("trusted");
    Path ofTheJdk = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    Files.write(trusted, Files.readAllBytes(ofTheJdk));
    keytool(
        folder,
        List.of(
            // As the JDK's own file is, without a password.
            "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
            "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
            "-importcert",
            "-noprompt",
            "-file",
            pem.toString(),
            "-keystore",
            trusted.toString(),
            "-storepass",
            JDKS_PASSWORD));
    return trusted;
  }

  private static void keytool(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-alias", ALIAS));
    Path log = folder.resolve("keytool.log");
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: see " + log);
    }
  }

  /// What makes a JVM trust this certificate too.
  public List<String> trustForJava() {
    return List.of("-Djavax.net.ssl.trustStore=" + trustStore.toAbsolutePath());
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
