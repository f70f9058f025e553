package io.cdrwebhooks.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads and writes certificates and private keys as PEM (RFC 7468). Lines outside the blocks are
/// ignored. Errors quote nothing of a text.
public final class PemBlocks {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private PemBlocks() {}

  /// Returns the certificates in their order; empty if there is none.
  ///
  /// @throws CertificateException if a block is not an X.509 certificate
  public static List<X509Certificate> certificates(String text) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] block : blocks(text, CERTIFICATE)) {
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
    }
    return certificates;
  }

  /// Returns the certificates as PEM text, and nothing else.
  public static String text(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(PemBlocks::encoded)
        .map(base64 -> "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
        .collect(Collectors.joining());
  }

  /// Returns the only private key, in PKCS#8 (RFC 5958).
  ///
  /// @throws GeneralSecurityException unless the text has exactly one key of this algorithm
  public static PrivateKey privateKey(String text, String algorithm)
      throws GeneralSecurityException {
    List<byte[]> keys = blocks(text, PRIVATE_KEY);
    if (keys.size() != 1) {
      throw new GeneralSecurityException("there must be one private key: " + keys.size());
    }
    return privateKey(keys.getFirst(), algorithm);
  }

  /// Reads a private key in PKCS#8 without PEM.
  public static PrivateKey privateKey(byte[] encoded, String algorithm)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static String encoded(X509Certificate certificate) {
    try {
      return Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
          .encodeToString(certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException("a parsed certificate must be encodable", e);
    }
  }

  private static List<byte[]> blocks(String text, String label) {
    List<byte[]> blocks = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(text); block.find(); ) {
      if (block.group(1).equals(label)) {
        blocks.add(Base64.getMimeDecoder().decode(block.group(2)));
      }
    }
    return blocks;
  }
}
