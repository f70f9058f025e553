package io.cdrwebhooks.bench.stand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for `localhost` and 127.0.0.1, and a trust store with which a measured process
/// trusts it.
///
/// It uses RSA with 2048 bits, like AWS's endpoints.
public record Certificate(Path keys, Path trustStore) {
  private static final String PASSWORD = "not-a-secret";
  private static final String JDKS_PASSWORD = "changeit";

  /// Creates a certificate in an existing folder, with the running JDK's keytool.
  public static Certificate make(Path folder) throws IOException, InterruptedException {
    Path keys = folder.resolve("stand.p12");
    Path pem = folder.resolve("trusted.pem");
    Path trusted = folder.resolve("trusted");
    keytool(
        folder,
        "-genkeypair -keyalg RSA -keysize 2048 -dname CN=localhost"
            + " -ext SAN=dns:localhost,ip:127.0.0.1 -validity 2 -storetype PKCS12",
        keys,
        PASSWORD);
    keytool(folder, "-exportcert -rfc -file " + pem, keys, PASSWORD);
    // Includes all that the JDK trusts: reading those certificates is a good part of every start.
    Files.copy(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"), trusted);
    keytool(
        folder,
        // Sets no password, like the JDK's own file.
        "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE"
            + " -importcert -noprompt -file "
            + pem,
        trusted,
        JDKS_PASSWORD);
    return new Certificate(keys, trusted);
  }

  private static void keytool(Path folder, String arguments, Path store, String password)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", password));
    command.addAll(List.of("-alias", "stand"));
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

  /// Returns the flags that make a JVM trust this certificate too.
  public List<String> trustForJava() {
    return List.of("-Djavax.net.ssl.trustStore=" + trustStore.toAbsolutePath());
  }

  /// Returns a server's context without any sessions yet.
  SSLContext newContext() {
    try {
      KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificate cannot be loaded: " + keys, e);
    }
  }
}
