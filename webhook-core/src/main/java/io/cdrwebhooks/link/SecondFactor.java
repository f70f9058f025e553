package io.cdrwebhooks.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.receiver.AddressBlock;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/// The proof that a request for a link needs in addition to the token. The link stores the
/// requirement at the time it is issued, so following a link needs neither the configuration nor a
/// Signature.
public sealed interface SecondFactor {
  /// The token is enough.
  record None() implements SecondFactor {}

  /// The request must come from one of these networks; never empty.
  record FromNetworks(List<AddressBlock> networks) implements SecondFactor {
    public FromNetworks {
      networks = List.copyOf(networks);
      if (networks.isEmpty()) {
        throw new IllegalArgumentException("a link must allow at least one network");
      }
    }
  }

  /// The request must have a header value whose SHA-256 is one of these, in 64 lower-case
  /// hexadecimal digits; never empty. The link stores hashes because the values themselves would
  /// open it.
  record SignedUrl(List<String> valueHashes) implements SecondFactor {
    public SignedUrl {
      valueHashes = List.copyOf(valueHashes);
      if (valueHashes.isEmpty()) {
        throw new IllegalArgumentException("a link must accept at least one signature");
      }
    }
  }

  /// Returns the second factor that the configuration requires for a link with this URL that is
  /// issued now. `keys` are the Signatures in force; they may be missing if
  /// [ReceiverTerms#signsLinks] is false.
  static SecondFactor of(WebhookConfiguration configuration, List<SignatureKey> keys, URI url) {
    return switch (configuration.terms().downloadProtection()) {
      case NONE -> new None();
      case NETWORKS -> new FromNetworks(configuration.terms().receiverRequests().allowedNetworks());
      case SIGNED_HEADER ->
          new SignedUrl(keys.stream().map(key -> Sha256.hex(headerValue(key, url))).toList());
    };
  }

  /// Returns the `X-CDR-Signature` of a request for a link. It is computed like a webhook's
  /// signature but never equals one: a URL begins with a scheme, while the body of a webhook or of
  /// a receiver's request begins with a brace or white space.
  static String headerValue(SignatureKey key, URI url) {
    return PayloadSignatures.xCdrSignature(key, url.toString().getBytes(UTF_8));
  }

  /// Returns whether a request from `address` has the second factor. `signatures` is the value of
  /// its header `X-CDR-Signature`, which may have one for each Signature that the receiver knows,
  /// separated by commas; empty if there is no header.
  default boolean isSatisfied(String address, String signatures) {
    return switch (this) {
      case None() -> true;
      case FromNetworks(List<AddressBlock> networks) -> AddressBlock.anyContains(networks, address);
      case SignedUrl(List<String> hashes) -> isAnyOf(hashes, signatures);
    };
  }

  /// Compares each value with each hash. The time does not depend on which one matches.
  private static boolean isAnyOf(List<String> hashes, String signatures) {
    boolean any = false;
    List<String> values = Arrays.asList(signatures.split(",", SignaturePeriods.MAX_COUNT + 1));
    for (String value : values.subList(0, Math.min(values.size(), SignaturePeriods.MAX_COUNT))) {
      byte[] given = Sha256.hex(value.strip()).getBytes(US_ASCII);
      for (String hash : hashes) {
        any |= MessageDigest.isEqual(hash.getBytes(US_ASCII), given);
      }
    }
    return any;
  }
}
