package io.cdrwebhooks.configuration;

import io.cdrwebhooks.gateway.RequestHeader;
import io.cdrwebhooks.gateway.TlsIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The credentials that a configuration's requests carry for the gateway in front of the receiver:
/// up to five headers, in the order in which they are sent, and a client certificate. No two
/// headers have the same name in [RequestHeader#uniqueForm].
public record GatewayCredentials(
    List<SealedHeader> headers, Optional<ClientCertificate> certificate) {
  public static final int MAX_HEADERS = 5;

  /// No headers and no certificate.
  public static final GatewayCredentials NONE = new GatewayCredentials(List.of(), Optional.empty());

  public GatewayCredentials {
    headers = List.copyOf(headers);
    if (headers.size() > MAX_HEADERS) {
      throw new IllegalArgumentException(
          "headers must be at most %d: %d".formatted(MAX_HEADERS, headers.size()));
    }
    if (headers.stream().map(GatewayCredentials::uniqueForm).distinct().count() < headers.size()) {
      throw new IllegalArgumentException("names of headers must differ: " + headers);
    }
  }

  /// Returns the same with the certificate marked as reported to operators.
  GatewayCredentials warned(Instant now) {
    return new GatewayCredentials(headers, certificate.map(each -> each.warned(now)));
  }

  /// Finds the header with this name, in [RequestHeader#uniqueForm].
  public Optional<SealedHeader> header(String name) {
    String wanted = RequestHeader.uniqueForm(name);
    return headers.stream().filter(each -> uniqueForm(each).equals(wanted)).findFirst();
  }

  /// The credentials in clear text, as a request carries them.
  public record Opened(List<RequestHeader> headers, Optional<TlsIdentity> identity) {}

  Opened open(SignatureVault vault, ConfigurationId configuration) {
    return new Opened(
        headers.stream().map(header -> header.open(vault, configuration)).toList(),
        certificate.map(stored -> stored.open(vault, configuration)));
  }

  private static String uniqueForm(SealedHeader header) {
    return RequestHeader.uniqueForm(header.name());
  }
}
