package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.ClientCertificate;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SealedHeader;
import io.cdrwebhooks.configuration.SealedSignature;
import java.util.List;

/// Converts the gateway's headers and certificate to and from attributes of the configuration's
/// item. A configuration without them has none of these attributes.
final class GatewayAttributes {
  private static final String REQUEST_HEADERS = "requestHeaders";
  private static final String CERTIFICATE = "clientCertificate";
  private static final String NAME = "name";
  private static final String CHAIN = "chain";
  private static final String NOT_AFTER = "notAfter";
  private static final String WARNED_AT = "warnedAt";

  private GatewayAttributes() {}

  static void set(Item item, GatewayCredentials gateway) {
    if (!gateway.headers().isEmpty()) {
      item.set(REQUEST_HEADERS, gateway.headers().stream().map(GatewayAttributes::part).toList());
    }
    gateway
        .certificate()
        .ifPresent(certificate -> item.set(CERTIFICATE, List.of(part(certificate))));
  }

  static GatewayCredentials of(Item item) {
    return new GatewayCredentials(
        item.parts(REQUEST_HEADERS).stream()
            .map(part -> new SealedHeader(part.requiredText(NAME), sealed(part)))
            .toList(),
        item.parts(CERTIFICATE).stream().map(GatewayAttributes::certificate).findFirst());
  }

  private static Item part(SealedHeader header) {
    return sealed(header.value()).set(NAME, header.name());
  }

  private static Item part(ClientCertificate certificate) {
    Item part =
        sealed(certificate.key())
            .set(CHAIN, certificate.chain())
            .set(NOT_AFTER, certificate.notAfter());
    certificate.warnedAt().ifPresent(at -> part.set(WARNED_AT, at));
    return part;
  }

  private static ClientCertificate certificate(Item part) {
    return new ClientCertificate(
        part.requiredText(CHAIN),
        sealed(part),
        part.requiredInstant(NOT_AFTER),
        part.instant(WARNED_AT));
  }

  /// Returns a new item with a sealed secret, to which callers can add attributes.
  static Item sealed(SealedSignature secret) {
    return new Item().set("keyId", secret.keyId()).set("ciphertext", secret.ciphertext());
  }

  static SealedSignature sealed(Item part) {
    return new SealedSignature(part.requiredText("keyId"), part.requiredText("ciphertext"));
  }
}
