package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.MailTopic;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Records the health of a configuration's receiver. It warns operators after a day of failures. It
/// disables the configuration after five days of failures, or when the receiver answers 410.
///
/// Notices are at-least-once: HealthWatch sends a notice before it records that it was sent. If
/// another process has changed the configuration meanwhile, the store refuses this record. The
/// notice is then still due, and a later attempt sends it again.
public record HealthWatch(
    WebhookConfigurations configurations, Digests digests, Notices notices, RuntimeInputs inputs) {
  /// The most tries to record a success while other processes record failures.
  private static final int MAX_TRIES = 5;

  /// Records the result of an attempt. `configuration` is the one that the attempt used.
  void record(WebhookConfiguration configuration, MadeAttempt made, DeliveryId delivery) {
    if (made.delivered()) {
      recordSuccess(configuration);
    } else if (made.isGone()) {
      disable(configuration, "the receiver answered 410 Gone", delivery);
    } else {
      recordFailure(configuration, delivery);
    }
    warnOfCertificate(configuration, delivery);
  }

  /// Sends a notice 30 days before the client certificate expires, and another one after it has
  /// expired. Attempts check this, so a configuration without reports gets no notice.
  private void warnOfCertificate(WebhookConfiguration configuration, DeliveryId delivery) {
    if (configuration.mustWarnOfCertificate(inputs.now())) {
      synchronized (this) {
        configurations
            .find(configuration.id())
            .filter(now -> now.mustWarnOfCertificate(inputs.now()))
            .ifPresent(now -> warnOfCertificateNow(now, delivery));
      }
    }
  }

  private void warnOfCertificateNow(WebhookConfiguration configuration, DeliveryId delivery) {
    Instant notAfter = configuration.gateway().certificate().orElseThrow().notAfter();
    send(
        MailTopic.NOTICES,
        new Notice.CertificateExpiring(
            configuration.id(), configuration.name(), notAfter, delivery));
    Saving _ =
        configurations.replace(
            configuration.withWarnedCertificate(inputs.now()), configuration.revision());
  }

  /// Ends the failing streak, if there is one.
  private void recordSuccess(WebhookConfiguration configuration) {
    Optional<WebhookConfiguration> seen = Optional.of(configuration);
    for (int i = 0; i < MAX_TRIES && seen.flatMap(HealthWatch::streak).isPresent(); i++) {
      if (configurations.recordStreak(seen.get(), Optional.empty())) {
        return;
      }
      seen = configurations.find(configuration.id());
    }
  }

  private void recordFailure(WebhookConfiguration configuration, DeliveryId delivery) {
    Instant now = inputs.now();
    Optional<FailingStreak> before = streak(configuration);
    FailingStreak streak =
        before.map(was -> was.failedAgain(now)).orElseGet(() -> FailingStreak.begin(now));
    if (streak.mustWarn(now)) {
      warn(configuration, streak, delivery);
      return;
    }
    boolean giveUp = streak.mustDisable(now);
    boolean isRecorded = before.equals(Optional.of(streak));
    if (isRecorded && !giveUp) {
      return;
    }
    // The store refuses this entry if another attempt has recorded one since this attempt began.
    // The other entry stays, because it may be a success.
    boolean isAccepted = configurations.recordStreak(configuration, Optional.of(streak));
    if (giveUp && isAccepted) {
      disable(
          configuration,
          "every attempt has failed since " + streak.since().truncatedTo(ChronoUnit.SECONDS),
          delivery);
    }
  }

  /// Sends one warning at a time: the attempts of a lane fail together, and one warning is enough.
  private synchronized void warn(
      WebhookConfiguration configuration, FailingStreak streak, DeliveryId delivery) {
    boolean warned =
        configurations
            .find(configuration.id())
            .flatMap(HealthWatch::streak)
            .filter(now -> now.since().equals(streak.since()) && now.warned())
            .isPresent();
    if (!warned) {
      send(
          MailTopic.NOTICES,
          new Notice.ConfigurationFailing(
              configuration.id(), configuration.name(), streak.since(), delivery));
      boolean _ = configurations.recordStreak(configuration, Optional.of(streak.withWarning()));
    }
  }

  /// Disables the configuration. Then [#notifyIfDisabled] sends the notice, which stays due until
  /// it is sent.
  private void disable(WebhookConfiguration configuration, String reason, DeliveryId delivery) {
    if (!configuration.enabled()) {
      return;
    }
    WebhookConfiguration disabled = configuration.disabled(reason, inputs.now());
    switch (configurations.replace(disabled, configuration.revision())) {
      case Saving.Saved() -> {
        inputs.metrics().count(Metric.CONFIGURATIONS_DISABLED);
        inputs
            .log()
            .warn(
                "configuration.disabled", "configurationId", configuration.id(), "reason", reason);
        notifyIfDisabled(disabled, delivery);
      }
      // A person or another attempt has changed the configuration since it was read; that change
      // stays.
      case Saving.Changed(), Saving.NotFound(), Saving.NameTaken() ->
          inputs
              .log()
              .info("configuration.changed-meanwhile", "configurationId", configuration.id());
    }
  }

  /// Sends the notice that the service disabled a configuration, unless it was sent already;
  /// `delivery` is one of those that wait. Many attempts may have read the configuration before the
  /// notice was sent, so each reads it again, one at a time.
  public void notifyIfDisabled(WebhookConfiguration configuration, DeliveryId delivery) {
    if (owesNotice(configuration)) {
      synchronized (this) {
        configurations
            .find(configuration.id())
            .filter(HealthWatch::owesNotice)
            .ifPresent(disabled -> notifyOfDisabled(disabled, delivery));
      }
    }
  }

  private static boolean owesNotice(WebhookConfiguration configuration) {
    return configuration.health().owesNotice() && !configuration.enabled();
  }

  private void notifyOfDisabled(WebhookConfiguration disabled, DeliveryId delivery) {
    send(
        MailTopic.ALARMS,
        new Notice.ConfigurationDisabled(
            disabled.id(), disabled.name(), disabled.health().disabledReason(), delivery));
    configurations.recordNotice(disabled);
  }

  /// Publishes the notice to the event bus. If the limit of mails in a second allows one more,
  /// people get it as mail now; otherwise this adds it to their digest of the configuration. SNS
  /// suspends addresses that get too many mails.
  private void send(MailTopic topic, Notice.OfConfiguration notice) {
    if (digests.takePermit(topic, inputs.now())) {
      notices.send(notice);
    } else {
      notices.send(notice.mailedLater());
      digests.add(notice, inputs.now());
    }
  }

  private static Optional<FailingStreak> streak(WebhookConfiguration configuration) {
    return configuration.health().failing();
  }
}
