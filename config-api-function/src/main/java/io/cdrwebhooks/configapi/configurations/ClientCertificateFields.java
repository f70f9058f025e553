package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.configuration.ClientCertificate;
import io.cdrwebhooks.gateway.PemBlocks;
import io.cdrwebhooks.gateway.TlsIdentity;
import io.cdrwebhooks.hash.Sha256;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads and writes the field `clientCertificate` of a webhook configuration. Answers describe the
/// certificate but never contain its key; errors contain no part of the key.
///
/// A body without the field keeps the stored certificate. Null removes it.
final class ClientCertificateFields {
  private static final String FIELD = FieldNames.CLIENT_CERTIFICATE;

  private static final String CERTIFICATE = "certificate";
  private static final String PRIVATE_KEY = "privateKey";
  private static final int MAX_CERTIFICATE = 9_000;
  private static final int MAX_KEY = 4_000;
  private static final String NOT_PKCS8 =
      "must be an unencrypted PKCS#8 key, which begins with BEGIN PRIVATE KEY: convert it with"
          + " openssl pkcs8 -topk8 -nocrypt";

  private ClientCertificateFields() {}

  /// Reads the field; the reader notes every error. The certificate must be valid at `now`.
  static CertificateChange read(FieldReader reader, Instant now) {
    if (!reader.has(FIELD)) {
      return new CertificateChange.Keep();
    }
    Optional<JsonNode> value = reader.value(FIELD);
    return value.isPresent()
        ? identity(reader, value.get(), now)
            .<CertificateChange>map(CertificateChange.Replace::new)
            .orElseGet(CertificateChange.Keep::new)
        : new CertificateChange.Remove();
  }

  private static Optional<TlsIdentity> identity(FieldReader reader, JsonNode value, Instant now) {
    if (!(value instanceof ObjectNode object)
        || !object.path(CERTIFICATE).isTextual()
        || !object.path(PRIVATE_KEY).isTextual()
        || object.size() > 2) {
      return reader.refuse(
          FIELD, "must be an object with certificate and privateKey, both texts in PEM");
    }
    Optional<List<X509Certificate>> chain = chain(reader, object, now);
    Optional<String> key = text(reader, object, PRIVATE_KEY, MAX_KEY);
    return chain.flatMap(found -> key.flatMap(text -> identity(reader, found, text)));
  }

  private static Optional<List<X509Certificate>> chain(
      FieldReader reader, ObjectNode object, Instant now) {
    Optional<String> text = text(reader, object, CERTIFICATE, MAX_CERTIFICATE);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String field = FIELD + "." + CERTIFICATE;
    try {
      List<X509Certificate> chain = PemBlocks.certificates(text.get());
      Optional<String> refusal = TlsIdentity.refusal(chain, now);
      return refusal.isPresent() ? reader.refuse(field, refusal.get()) : Optional.of(chain);
    } catch (CertificateException | IllegalArgumentException _) {
      return reader.refuse(field, "must be X.509 certificates in PEM");
    }
  }

  private static Optional<TlsIdentity> identity(
      FieldReader reader, List<X509Certificate> chain, String keyText) {
    String field = FIELD + "." + PRIVATE_KEY;
    String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
    if (keyText.contains("BEGIN ENCRYPTED PRIVATE KEY")
        || keyText.contains("BEGIN RSA PRIVATE KEY")
        || keyText.contains("BEGIN EC PRIVATE KEY")) {
      return reader.refuse(field, NOT_PKCS8);
    }
    try {
      TlsIdentity identity = new TlsIdentity(chain, PemBlocks.privateKey(keyText, algorithm));
      return identity.keyMatchesCertificate()
          ? Optional.of(identity)
          : reader.refuse(field, "must belong to the first certificate");
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // The cause may show a part of the key.
      return reader.refuse(
          field,
          "must be one PKCS#8 key in PEM, and of %s, as the first certificate is"
              .formatted(algorithm));
    }
  }

  private static Optional<String> text(
      FieldReader reader, ObjectNode object, String name, int most) {
    String text = object.path(name).textValue();
    return FieldReader.hasLength(text, 1, most)
        ? Optional.of(text)
        : reader.refuse(FIELD + "." + name, "must have 1 to %,d characters".formatted(most));
  }

  static void put(ObjectNode json, Optional<ClientCertificate> certificate) {
    if (certificate.isEmpty()) {
      json.putNull(FIELD);
      return;
    }
    X509Certificate first = certificate.get().certificates().getFirst();
    json.putObject(FIELD)
        .put("subject", first.getSubjectX500Principal().getName())
        .put("issuer", first.getIssuerX500Principal().getName())
        .put("sha256", fingerprint(first))
        .put("notAfter", Answers.time(certificate.get().notAfter()));
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return Sha256.hex(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate must be encodable", e);
    }
  }
}
