package io.cdrwebhooks.deployment;

import static io.cdrwebhooks.deployment.TrialFailure.expect;

import io.cdrwebhooks.deployment.TrialReceiver.Webhook;
import java.net.URI;

/// Checks that an upgrade keeps stored reports and work under way. One report is delivered before
/// it, with a link. The receiver refuses another, so that its retry waits in a queue.
final class UpgradeSteps {
  private final Trial trial;
  private URI link = URI.create("");
  private String waiting = "";

  UpgradeSteps(Trial trial) {
    this.trial = trial;
  }

  void before() {
    trial.upload("delivered-" + trial.id + ".zip");
    link = trial.expectWebhook(200).announcement().callbackUrl();
    // The third attempt comes half a minute after the second.
    trial.receiver.answerNextWith(503);
    trial.receiver.answerNextWith(503);
    trial.upload("waiting-" + trial.id + ".zip");
    waiting = trial.expectWebhook(503).id();
    expect("The retry's webhook-id", waiting, trial.expectWebhook(503).id());
    trial.steps.step("receiver", "one report delivered, one refused twice: its retry waits");
  }

  void linkStillLeads() {
    trial.expectReportAt(link);
  }

  /// Checks that the waiting retry arrives, that the link from before works, and that a new report
  /// arrives.
  void after() {
    Webhook retry = trial.expectWebhook(200);
    expect("The waiting retry's webhook-id", waiting, retry.id());
    trial.steps.step("receiver", "the retry from before the upgrade arrived");
    linkStillLeads();
    trial.upload("upgraded-" + trial.id + ".zip");
    trial.expectReportAt(trial.expectWebhook(200).announcement().callbackUrl());
  }
}
