package io.cdrwebhooks.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Client certificates of EC that keytool makes: each takes half a second.
public final class TestIdentity {
  private static final String PASSWORD = "changeit";

  private TestIdentity() {}

  /// Returns a certificate that issued itself, valid for 60 days from now. More options of keytool
  /// may change that.
  public static TlsIdentity selfSigned(Path folder, String name, String... options)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    keytool(store, name, options);
    return read(store, name);
  }

  /// Returns a certificate of a private authority, followed by that of the authority.
  public static TlsIdentity issued(Path folder, String name)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve(name + "-issued.p12");
    return issued(store, name, "60");
  }

  /// Returns the same with an authority that expires after `days`, before the certificate.
  public static TlsIdentity issuedFor(Path folder, String name, int days)
      throws IOException, GeneralSecurityException, InterruptedException {
    return issued(folder.resolve(name + "-ending.p12"), name, String.valueOf(days));
  }

  private static TlsIdentity issued(Path store, String name, String days)
      throws IOException, GeneralSecurityException, InterruptedException {
    keytool(store, "authority", "-ext", "bc:c", "-validity", days);
    keytool(store, name, "-signer", "authority");
    return read(store, name);
  }

  /// Returns the private key as a person would paste it.
  public static String keyText(TlsIdentity identity) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(identity.key().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static TlsIdentity read(Path store, String name)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new TlsIdentity(
        Arrays.stream(keys.getCertificateChain(name)).map(X509Certificate.class::cast).toList(),
        (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()));
  }

  private static void keytool(Path store, String name, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    List<String> given = List.of(options);
    if (!given.contains("-keyalg")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    if (!given.contains("-validity")) {
      command.addAll(List.of("-validity", "60"));
    }
    command.addAll(given);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("no certificate was made: " + output);
    }
  }
}
