package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.expect;

import io.cdrwebhooks.deployment.TrialReceiver.Webhook;
import java.net.URI;

/// Checks that stored reports and work in flight survive a change of the deployment, such as an
/// upgrade. Before the change, the receiver accepts one report, with a link, and refuses another,
/// so that its retry waits.
final class SurvivalCheck {
  private final Trial trial;
  private URI link = URI.create("");
  private String waiting = "";

  SurvivalCheck(Trial trial) {
    this.trial = trial;
  }

  void before() {
    trial.upload("delivered-" + trial.id + ".zip");
    link = trial.expectWebhook(200).announcement().callbackUrl();
    // The third attempt follows the second after half a minute.
    trial.receiver.answerNextWith(503);
    trial.receiver.answerNextWith(503);
    trial.upload("waiting-" + trial.id + ".zip");
    waiting = trial.expectWebhook(503).id();
    expect("The retry's webhook-id", waiting, trial.expectWebhook(503).id());
    trial.steps.step("receiver", "one report delivered, one refused twice: its retry waits");
  }

  /// Returns the id of the delivery whose retry waits.
  String waiting() {
    return waiting;
  }

  void linkStillLeads() {
    trial.expectReportAt(link);
  }

  /// Checks that the waiting retry arrives with a valid signature, that the earlier link works, and
  /// that a new report arrives.
  void after() {
    Webhook retry = trial.expectWebhook(200);
    expect("The waiting retry's webhook-id", waiting, retry.id());
    trial.steps.step("receiver", "the retry from before arrived");
    linkStillLeads();
    trial.upload("afterwards-" + trial.id + ".zip");
    trial.expectReportAt(trial.expectWebhook(200).announcement().callbackUrl());
  }
}
