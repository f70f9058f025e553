package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.configuration.ClientCertificate;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.gateway.TlsIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The fields of a webhook configuration for the gateway in front of its receiver. `headers` is
/// empty if the body keeps the stored headers.
record GatewayFields(
    Optional<List<RequestHeaderFields.Given>> headers, CertificateChange certificate) {
  /// Reads the fields; the reader notes every error. `sameServer` says whether the URL leads to the
  /// server that gets the stored values.
  static GatewayFields read(
      FieldReader reader, GatewayCredentials stored, boolean sameServer, Instant now) {
    return new GatewayFields(
        RequestHeaderFields.read(reader, stored, sameServer),
        ClientCertificateFields.read(reader, now));
  }

  /// Returns whether the fields surely differ from `stored`: in the names of the headers, or in the
  /// certificate.
  boolean change(GatewayCredentials stored) {
    boolean otherNames =
        headers
            .filter(
                given ->
                    given.size() != stored.headers().size()
                        || given.stream().anyMatch(each -> stored.header(each.name()).isEmpty()))
            .isPresent();
    return otherNames || changesCertificate(stored.certificate());
  }

  private boolean changesCertificate(Optional<ClientCertificate> stored) {
    return switch (certificate) {
      case CertificateChange.Keep() -> false;
      case CertificateChange.Remove() -> stored.isPresent();
      case CertificateChange.Replace(TlsIdentity identity) ->
          stored.filter(was -> was.chain().equals(ClientCertificate.chainOf(identity))).isEmpty();
    };
  }

  /// Returns whether the fields have values of headers. The API cannot open the stored values to
  /// compare them.
  boolean hasHeaderValues() {
    return headers.stream().flatMap(List::stream).anyMatch(each -> each.header().isPresent());
  }

  /// Returns the credentials to store: seals the given secrets, and keeps the others as they are
  /// stored.
  GatewayCredentials sealed(GatewayCredentials stored, SignatureVault vault, ConfigurationId id) {
    return new GatewayCredentials(
        headers
            .map(given -> RequestHeaderFields.sealed(given, stored, vault, id))
            .orElse(stored.headers()),
        switch (certificate) {
          case CertificateChange.Keep() -> stored.certificate();
          case CertificateChange.Remove() -> Optional.empty();
          case CertificateChange.Replace(TlsIdentity identity) ->
              Optional.of(warned(ClientCertificate.seal(identity, vault, id), stored));
        });
  }

  /// Keeps the mark of a notice if the certificate is the same, so that operators get no second
  /// notice.
  private static ClientCertificate warned(ClientCertificate fresh, GatewayCredentials stored) {
    return stored
        .certificate()
        .filter(was -> was.chain().equals(fresh.chain()))
        .flatMap(ClientCertificate::warnedAt)
        .map(fresh::warned)
        .orElse(fresh);
  }

  static void put(ObjectNode json, GatewayCredentials gateway) {
    RequestHeaderFields.put(json, gateway);
    ClientCertificateFields.put(json, gateway.certificate());
  }
}
