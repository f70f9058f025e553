package io.cdrwebhooks.configuration;

import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.gateway.PemBlocks;
import io.cdrwebhooks.gateway.TlsIdentity;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A [TlsIdentity] as stored: `chain` is the PEM of its certificates, which are public; `key` is
/// its private key, sealed like a Signature.
///
/// `notAfter` is when the first of its certificates expires. `warnedAt` is when operators got the
/// last notice about that; empty if they got none. Both are whole milliseconds.
public record ClientCertificate(
    String chain, SealedSignature key, Instant notAfter, Optional<Instant> warnedAt) {
  private static final Duration WARNED_BEFORE = Duration.ofDays(30);

  /// Seals the key with the configuration's id, so that it opens for no other configuration.
  public static ClientCertificate seal(
      TlsIdentity identity, SignatureVault vault, ConfigurationId configuration) {
    String key = Base64.getEncoder().encodeToString(identity.key().getEncoded());
    return new ClientCertificate(
        chainOf(identity),
        vault.seal(new SignatureKey(key), configuration, Purpose.CLIENT_KEY),
        TlsIdentity.notAfter(identity.chain()).truncatedTo(ChronoUnit.MILLIS),
        Optional.empty());
  }

  /// Returns the PEM of an identity's certificates, as [#chain] stores it.
  public static String chainOf(TlsIdentity identity) {
    return PemBlocks.text(identity.chain());
  }

  TlsIdentity open(SignatureVault vault, ConfigurationId configuration) {
    List<X509Certificate> certificates = certificates();
    String algorithm = certificates.getFirst().getPublicKey().getAlgorithm();
    SignatureKey opened = vault.open(key, configuration, Purpose.CLIENT_KEY);
    return new TlsIdentity(certificates, key(opened, algorithm, configuration));
  }

  private static PrivateKey key(
      SignatureKey opened, String algorithm, ConfigurationId configuration) {
    try {
      return PemBlocks.privateKey(Base64.getDecoder().decode(opened.text()), algorithm);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // The cause may show a part of the key.
      throw new IllegalStateException(
          "private key of " + configuration + " must be PKCS#8 of " + algorithm);
    }
  }

  /// Returns the certificates, the client's first.
  public List<X509Certificate> certificates() {
    try {
      return PemBlocks.certificates(chain);
    } catch (CertificateException e) {
      throw new IllegalStateException("a stored chain must have certificates", e);
    }
  }

  public boolean hasExpired(Instant now) {
    return !now.isBefore(notAfter);
  }

  /// Returns whether operators must get a notice. They get one from 30 days before the certificate
  /// expires, and another one after it has expired.
  public boolean mustWarn(Instant now) {
    boolean warnedOfEnd = warnedAt.filter(this::hasExpired).isPresent();
    return hasExpired(now)
        ? !warnedOfEnd
        : warnedAt.isEmpty() && !now.isBefore(notAfter.minus(WARNED_BEFORE));
  }

  /// Marks the certificate as reported to operators.
  public ClientCertificate warned(Instant now) {
    return new ClientCertificate(chain, key, notAfter, Optional.of(now));
  }
}
