package io.cdrwebhooks.gateway;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A certificate with its private key, which dispatch presents to a receiver's gateway (TLS client
/// authentication).
///
/// `chain` begins with the certificate. The certificates of its issuers may follow, each after the
/// one that it signed. `toString` does not show the key.
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  public static final int MAX_CERTIFICATES = 4;

  /// The allowed sizes of RSA keys; KMS limits the size of sealed text.
  private static final int MIN_RSA_BITS = 2_048;

  private static final int MAX_RSA_BITS = 4_096;

  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  /// Returns the rule that a chain breaks if it is used from `now` on; empty if it can be used.
  public static Optional<String> refusal(List<X509Certificate> chain, Instant now) {
    if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
      return Optional.of("must have 1 to 4 certificates: " + chain.size());
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        return Optional.of("must have each certificate before that of its issuer");
      }
    }
    Instant end = notAfter(chain);
    if (!now.isBefore(end)) {
      return Optional.of("must not have expired: " + end);
    }
    for (X509Certificate each : chain) {
      if (now.isBefore(each.getNotBefore().toInstant())) {
        return Optional.of("must be valid now: " + each.getNotBefore().toInstant());
      }
    }
    return hasUsableKey(chain.getFirst().getPublicKey())
        ? Optional.empty()
        : Optional.of("must have a key of RSA with 2,048 to 4,096 bits, or of EC");
  }

  /// Returns when the first of the certificates expires: from then on a gateway refuses the chain.
  public static Instant notAfter(List<X509Certificate> chain) {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static boolean hasUsableKey(PublicKey key) {
    return key instanceof RSAKey rsa
        ? rsa.getModulus().bitLength() >= MIN_RSA_BITS
            && rsa.getModulus().bitLength() <= MAX_RSA_BITS
        : key.getAlgorithm().equals("EC");
  }

  /// Returns whether the private key belongs to the first certificate: the certificate verifies a
  /// signature by the key.
  public boolean keyMatchesCertificate() {
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] text = {1, 2, 3};
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(text);
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(chain.getFirst().getPublicKey());
      verifier.update(text);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException _) {
      return false; // of another algorithm, curve or size
    }
  }

  @Override
  public String toString() {
    return "TlsIdentity[subject=" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
