package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.terms.ReceiverTerms;
import java.time.Instant;
import java.util.Optional;

/// Refuses a Signature that is too short for the settings of its configuration. When a receiver may
/// send signed requests, a stranger can guess a short Signature by sending some.
///
/// A link accepts each Signature that signs when it is issued, so protected links need all
/// Signatures to be long. A receiver's request is accepted only with a long one, so for requests
/// the last Signature is enough.
enum SignatureLength {
  /// No setting needs a long Signature.
  ANY(""),

  /// The receiver may request links and lists.
  LONG_FOR_REQUESTS(FieldNames.RECEIVER_REQUESTS),

  /// The receiver signs its requests to links, whether or not it may request links and lists.
  LONG_FOR_LINKS(FieldNames.DOWNLOAD_PROTECTION);

  private static final String LONG_REQUIRED =
      "needs a Signature of at least "
          + ReceiverRequests.MIN_SIGNATURE
          + " characters: rotate to one first";
  private static final String SHORTER_STILL_SIGNS =
      "needs Signatures of at least "
          + ReceiverRequests.MIN_SIGNATURE
          + " characters, and a shorter one signs until %s: turn it on after that";

  private final String field;

  /// `field` is the setting that needs long Signatures.
  SignatureLength(String field) {
    this.field = field;
  }

  static SignatureLength of(ReceiverTerms terms) {
    if (terms.signsLinks()) {
      return LONG_FOR_LINKS;
    }
    return terms.receiverRequests().enabled() ? LONG_FOR_REQUESTS : ANY;
  }

  /// Checks a new Signature, the field `signature`.
  void check(FieldReader reader, SignatureKey key) {
    if (this != ANY && key.length() < ReceiverRequests.MIN_SIGNATURE) {
      reader.refuse(
          FieldNames.SIGNATURE,
          "must have at least %d characters while %s is on"
              .formatted(ReceiverRequests.MIN_SIGNATURE, field));
    }
  }

  /// Checks the Signatures of a configuration whose owner turns the setting on at `now`.
  void check(FieldReader reader, SignaturePeriods signatures, Instant now) {
    if (this == ANY) {
      return;
    }
    if (!signatures.lastHas(ReceiverRequests.MIN_SIGNATURE)) {
      reader.refuse(field, LONG_REQUIRED);
    } else if (this == LONG_FOR_LINKS) {
      Optional<Instant> end = signatures.shorterSignsUntil(ReceiverRequests.MIN_SIGNATURE, now);
      end.ifPresent(until -> reader.refuse(field, SHORTER_STILL_SIGNS.formatted(until)));
    }
  }
}
