package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.configapi.ConfigApiHandler.Stores;
import io.cdrwebhooks.configapi.ConfigApiHandler.Surroundings;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.statistics.Statistics;
import java.time.Instant;
import java.util.Optional;

/// The operation that gives a configuration a new Signature.
final class SignatureOperations {
  private final WebhookConfigurations configurations;
  private final Statistics statistics;
  private final Lanes lanes;
  private final SignatureVault vault;
  private final FollowUps followUps;
  private final Surroundings surroundings;

  SignatureOperations(
      Stores stores, SignatureVault vault, FollowUps followUps, Surroundings surroundings) {
    this.configurations = stores.configurations();
    this.statistics = stores.statistics();
    this.lanes = stores.lanes();
    this.vault = vault;
    this.followUps = followUps;
    this.surroundings = surroundings;
  }

  HttpResponse rotate(ApiRequest request) {
    Instant now = surroundings.now();
    return Lookup.configuration(configurations, request)
        .answer(
            found ->
                Preconditions.read(request.http())
                    .then(conditions -> conditions.allowSaving(Optional.of(found.revision())))
                    .then(_ -> JsonBody.read(request.http()))
                    .then(body -> RotationFields.read(body, now))
                    .then(fields -> rotated(found, fields, now))
                    .answer(changed -> store(found, changed, now)));
  }

  private Step<WebhookConfiguration> rotated(
      WebhookConfiguration found, RotationFields fields, Instant now) {
    SealedSignature sealed = vault.seal(fields.signature(), found.id());
    return found
        .signatures()
        .rotated(sealed, fields.signature().hint(), turn(found.signatures(), fields, now), now)
        .<Step<WebhookConfiguration>>map(
            periods -> new Step.Continue<>(found.withSignatures(periods, now)))
        .orElseGet(SignatureOperations::tooMany);
  }

  /// Not before the Signature it follows: where clocks differ a little, that one may have begun
  /// "later" than now, and would come into force again.
  private static Turn turn(SignaturePeriods signatures, RotationFields fields, Instant now) {
    Instant begun = signatures.current(now).from();
    return fields.turn().effectiveAt().isBefore(begun)
        ? new Turn(begun, fields.turn().overlap())
        : fields.turn();
  }

  private static Step<WebhookConfiguration> tooMany() {
    return Step.refused(
        Problem.of(
            409,
            "There are "
                + SignaturePeriods.MOST
                + " Signatures at once already: wait until the overlap of one has ended."));
  }

  private HttpResponse store(
      WebhookConfiguration found, WebhookConfiguration changed, Instant now) {
    // Before anything is changed: a fault after that would leave the caller in doubt.
    ConfigurationHealth health = statistics.health(found.id(), now);
    Lane lane = lanes.find(found.id());
    return switch (configurations.replace(changed, found.revision())) {
      case Saving.Saved() -> {
        tryReceiver(found, changed, now);
        yield Answers.json(
            200, ConfigurationJson.of(changed, health, lane, now), changed.revision());
      }
      case Saving.Changed() -> Preconditions.changed();
      case Saving.NotFound() -> Answers.notFound();
      case Saving.NameTaken() ->
          throw new IllegalStateException("the name is its own: " + found.id());
    };
  }

  /// A Signature that takes effect later changes nothing for the receiver yet.
  private void tryReceiver(WebhookConfiguration found, WebhookConfiguration changed, Instant now) {
    SealedSignature before = found.signatures().current(now).signature();
    boolean sameKey = changed.signatures().current(now).signature().equals(before);
    if (changed.enabled() && !sameKey) {
      followUps.tryReceiver(changed.id());
    }
  }
}
