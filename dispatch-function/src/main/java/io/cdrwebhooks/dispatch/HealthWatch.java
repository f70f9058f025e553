package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.notice.Notices;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Notes how a configuration's receiver is doing, warns when it has failed for a day, and disables
/// the configuration when it has failed for five, or asks not to be called again.
///
/// A notice may be sent twice, never not at all: a warning is sent before it is noted, and whoever
/// disables owes a notice until it was sent.
final class HealthWatch {
  /// How often a success is noted anew because somebody else noted a failure meanwhile.
  private static final int PATIENCE = 5;

  private final WebhookConfigurations configurations;
  private final Notices notices;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;

  HealthWatch(WebhookConfigurations configurations, Notices notices, RuntimeInputs inputs) {
    this.configurations = configurations;
    this.notices = notices;
    this.clock = inputs.clock();
    this.log = inputs.log();
    this.metrics = inputs.metrics();
  }

  /// `configuration` is as it was read for the attempt.
  void note(WebhookConfiguration configuration, AttemptRecord record, DeliveryId delivery) {
    if (record.delivered()) {
      noteSuccess(configuration);
    } else if (record.isGone()) {
      disable(configuration, "the receiver answered 410 Gone", delivery);
    } else {
      noteFailure(configuration, delivery);
    }
  }

  private void noteSuccess(WebhookConfiguration configuration) {
    Optional<WebhookConfiguration> seen = Optional.of(configuration);
    for (int i = 0; i < PATIENCE && seen.flatMap(HealthWatch::streak).isPresent(); i++) {
      if (configurations.noteStreak(seen.get(), Optional.empty())) {
        return;
      }
      seen = configurations.find(configuration.id());
    }
  }

  private void noteFailure(WebhookConfiguration configuration, DeliveryId delivery) {
    Instant now = now();
    Optional<FailingStreak> before = streak(configuration);
    FailingStreak streak =
        before.map(was -> was.failedAgain(now)).orElseGet(() -> FailingStreak.begin(now));
    boolean giveUp = streak.mustDisable(now);
    if (streak.mustWarn(now)) {
      warn(configuration, streak, delivery);
      return;
    }
    // Refused if anything was noted since the attempt began, perhaps a success: who noted that has
    // the last word.
    boolean noted =
        (!giveUp && before.equals(Optional.of(streak)))
            || configurations.noteStreak(configuration, Optional.of(streak));
    if (giveUp && noted) {
      disable(
          configuration,
          "every attempt has failed since " + streak.since().truncatedTo(ChronoUnit.SECONDS),
          delivery);
    }
  }

  /// One at a time: the attempts of a lane fail together, and one warning is enough.
  private synchronized void warn(
      WebhookConfiguration configuration, FailingStreak streak, DeliveryId delivery) {
    boolean told =
        configurations
            .find(configuration.id())
            .flatMap(HealthWatch::streak)
            .filter(now -> now.since().equals(streak.since()) && now.warned())
            .isPresent();
    if (!told) {
      notices.send(
          new Notice.ConfigurationFailing(
              configuration.id(), configuration.name(), streak.since(), delivery));
      boolean _ = configurations.noteStreak(configuration, Optional.of(streak.withWarning()));
    }
  }

  /// The notice follows, and is owed until it was sent ([#tellIfDisabled]).
  private void disable(WebhookConfiguration configuration, String reason, DeliveryId delivery) {
    if (!configuration.enabled()) {
      return;
    }
    WebhookConfiguration disabled = configuration.disabled(reason, now());
    switch (configurations.replace(disabled, configuration.revision())) {
      case Saving.Saved() -> {
        metrics.count(Metric.CONFIGURATIONS_DISABLED);
        log.warn("configuration.disabled", "configurationId", configuration.id(), "reason", reason);
        tellIfDisabled(disabled, delivery);
      }
      // Changed since it was read, by a person or by another attempt: it is theirs to say.
      case Saving.Changed(), Saving.NotFound(), Saving.NameTaken() ->
          log.info("configuration.changed-meanwhile", "configurationId", configuration.id());
    }
  }

  /// Tells that the system disabled a configuration, unless that was told; `delivery` is one that
  /// waits for it.
  void tellIfDisabled(WebhookConfiguration configuration, DeliveryId delivery) {
    if (configuration.health().owesNotice() && !configuration.enabled()) {
      notices.send(
          new Notice.ConfigurationDisabled(
              configuration.id(),
              configuration.name(),
              configuration.health().disabledReason(),
              delivery));
      boolean _ = configurations.noteStreak(configuration, Optional.empty());
    }
  }

  private static Optional<FailingStreak> streak(WebhookConfiguration configuration) {
    return configuration.health().failing();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
