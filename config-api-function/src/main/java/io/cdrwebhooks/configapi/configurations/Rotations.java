package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignaturePeriod;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import java.time.Instant;
import java.util.Optional;

/// Changes the Signatures of a configuration, or answers why it cannot.
final class Rotations {
  private Rotations() {}

  /// Returns the configuration with a new Signature. It refuses to replace one that takes effect
  /// later unless the caller allows it: the receiver may already know that Signature.
  static Step<WebhookConfiguration> rotated(
      WebhookConfiguration found, RotationFields fields, SignatureVault vault, Instant now) {
    Optional<SignaturePeriod> planned = found.signatures().upcoming(now);
    if (planned.isPresent() && !fields.replacesPlanned()) {
      return Step.refused(
          409,
          "A Signature that ends with %s is planned for %s: cancel it, or set replacesPlanned."
              .formatted(planned.get().hint(), Answers.time(planned.get().from())));
    }
    SealedSignature sealed = vault.seal(fields.signature(), found.id(), Purpose.SIGNATURE);
    return found
        .signatures()
        .rotated(sealed, fields.signature(), fields.turn(), now)
        .<Step<WebhookConfiguration>>map(
            periods -> new Step.Continue<>(found.withSignatures(periods, now)))
        .orElseGet(
            () ->
                Step.refused(
                    409,
                    "The configuration already has "
                        + SignaturePeriods.MAX_COUNT
                        + " Signatures: wait until the overlap of one ends."));
  }

  /// Returns the configuration without the Signature that takes effect later. The failing streak
  /// continues, since the receiver gets the same signatures as before.
  static Step<WebhookConfiguration> cancelled(WebhookConfiguration found, Instant now) {
    return found
        .signatures()
        .withoutUpcoming(now)
        .<Step<WebhookConfiguration>>map(
            periods -> new Step.Continue<>(found.withSignatures(periods, now).with(found.health())))
        .orElseGet(() -> Step.refused(404, "No Signature is planned to take effect later."));
  }
}
